"""The joint draft: sections, requirements, criteria, versions, approvals."""
