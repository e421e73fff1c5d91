"""The rows that pages show, fetched as by hand: no class, no policy, one statement for each kind of row.

:user is the reader, :own the organisation they act for; the rest are ids of the seeded things.
"""

from __future__ import annotations

from typing import Final

UNREAD: Final = "SELECT count(*) FROM notification WHERE user_id = :user AND read_at IS NULL"

# --- People --------------------------------------------------------------------------------------

SESSIONS: Final = "SELECT * FROM sign_in WHERE user_id = :user ORDER BY seen_at DESC"
ACTS_FOR: Final = """
    SELECT o.id, o.name, m.role FROM membership m JOIN organisation o ON o.id = m.organisation_id
    WHERE m.user_id = :user ORDER BY o.name"""
MUNICIPALITIES: Final = (
    "SELECT id, short_name FROM organisation WHERE kind = 'municipality' ORDER BY short_name"
)
ORGANISATIONS: Final = """
    SELECT o.id, o.name, o.kind, o.organisation_number, count(DISTINCT m.user_id)
    FROM organisation o LEFT JOIN membership m ON m.organisation_id = o.id
    GROUP BY o.id, o.name, o.kind, o.organisation_number ORDER BY o.name"""
ORGANISATION: Final = "SELECT * FROM organisation WHERE id = :lead"
DOMAINS: Final = "SELECT domain FROM mail_domain WHERE organisation_id = :lead"
COLLEAGUES: Final = """
    SELECT u.*, m.role FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.organisation_id = :lead AND u.deactivated_at IS NULL ORDER BY u.name"""
COLLEAGUE: Final = """
    SELECT u.*, m.role, o.name FROM membership m
    JOIN "user" u ON u.id = m.user_id JOIN organisation o ON o.id = m.organisation_id
    WHERE m.organisation_id = :lead AND m.user_id = :person"""
ASKING: Final = """
    SELECT r.*, o.name FROM access_request r JOIN organisation o ON o.id = r.organisation_id
    WHERE r.state = 'waiting' ORDER BY r.created_at"""
ONE_ASKING: Final = """
    SELECT r.*, o.name FROM access_request r JOIN organisation o ON o.id = r.organisation_id
    WHERE r.id = :waiting_request"""
PROOF: Final = """
    SELECT r.*, o.name FROM access_request r JOIN organisation o ON o.id = r.organisation_id
    WHERE r.id = :unconfirmed_request"""
LINK: Final = 'SELECT l.*, u.* FROM link l JOIN "user" u ON u.id = l.user_id WHERE l.user_id = :person'
NOTICES: Final = """
    SELECT * FROM notification WHERE user_id = :user
    ORDER BY read_at IS NOT NULL, id DESC LIMIT 100"""
JOB: Final = "SELECT * FROM job WHERE id = :job"

# --- Needs ---------------------------------------------------------------------------------------

_NEED = """
    SELECT n.*, o.name, o.short_name, m.county_number, m.inhabitants, c.name_nb FROM need n
    JOIN organisation o ON o.id = n.organisation_id
    LEFT JOIN municipality m ON m.number = o.municipality_number
    LEFT JOIN category c ON c.key = n.category_key"""
NEED: Final = f"{_NEED} WHERE n.id = :need"
NEEDS: Final = f"{_NEED} WHERE n.organisation_id = :own OR n.keeper_id = :own ORDER BY n.id DESC"
_OTHERS = f"{_NEED} WHERE n.state = 'shared' AND n.visibility <> 'mine' AND n.organisation_id <> :own"
MATCHES: Final = f"{_OTHERS} AND n.category_key = (SELECT category_key FROM need WHERE id = :need)"
_OWN = "SELECT category_key FROM need WHERE organisation_id = :own OR keeper_id = :own"
_ENDS = """
    SELECT category_key, organisation_id, contract_end, ends_on,
    renewal_months, notice_months, extension_months FROM need
    WHERE state = 'shared' AND visibility <> 'mine' AND category_key IN"""
ALL_MATCHES: Final = f"{_ENDS} ({_OWN})"
# those of as many needs as stand on a page, and as the start page names
PAGE_OF_MATCHES: Final = f"{_ENDS} (SELECT category_key FROM ({_OWN} ORDER BY id DESC LIMIT 25) page)"
FIRST_MATCHES: Final = f"{_ENDS} (SELECT category_key FROM ({_OWN} ORDER BY id DESC LIMIT 10) page)"
CATEGORIES: Final = "SELECT * FROM category WHERE buyable ORDER BY position"
NEEDS_LIST: Final = "SELECT * FROM upload WHERE id = :needs_list"
BUYING_BODIES: Final = """
    SELECT o.*, m.* FROM organisation o LEFT JOIN municipality m ON m.number = o.municipality_number
    WHERE o.kind IN ('municipality', 'inter_municipal_company', 'purchasing_cooperation')"""
BUYS_FOR: Final = """
    SELECT o.* FROM organisation o JOIN membership m ON m.organisation_id = o.id
    WHERE m.user_id = :user AND m.role = 'buyer'"""

_EVENTS = """
    SELECT e.at, e.action, d.details, u.name FROM audit_event e
    LEFT JOIN audit_detail d ON d.event_id = e.id LEFT JOIN "user" u ON u.id = e.user_id
    WHERE e.about = """
NEED_EVENTS: Final = f"{_EVENTS} 'need:' || CAST(:need AS text) ORDER BY e.id DESC LIMIT 20"
POOL_EVENTS: Final = f"{_EVENTS} 'pool:' || CAST(:pool AS text) ORDER BY e.id DESC LIMIT 1000"
TENDER_EVENTS: Final = f"{_EVENTS} 'tender:' || CAST(:tender AS text) ORDER BY e.id DESC LIMIT 1000"
LAST_POOL_EVENTS: Final = f"{_EVENTS} 'pool:' || CAST(:pool AS text) ORDER BY e.id DESC LIMIT 4"

# --- Pools ---------------------------------------------------------------------------------------

_POOL = """
    SELECT p.*, c.name_nb, l.name, l.short_name FROM pool p
    JOIN category c ON c.key = p.category_key JOIN organisation l ON l.id = p.lead_id"""
POOL: Final = f"{_POOL} WHERE p.id = :pool"
_PLACES = """
    SELECT q.*, o.name, o.short_name, m.inhabitants, n.users, n.inhabitants, n.yearly_cost, n.visibility
    FROM participation q JOIN organisation o ON o.id = q.organisation_id
    LEFT JOIN municipality m ON m.number = o.municipality_number LEFT JOIN need n ON n.id = q.need_id"""
PLACES: Final = f"{_PLACES} WHERE q.pool_id = :pool ORDER BY q.id"
_SEEN = """
    (SELECT pool_id FROM participation WHERE organisation_id = :own AND state <> 'released')"""
POOLS: Final = f"{_POOL} WHERE p.lead_id = :own OR p.id IN {_SEEN} ORDER BY p.closes_at"
FIRST_POOLS: Final = f"{POOLS} LIMIT 6"
FIRST_PLACES: Final = f"""{_PLACES} WHERE q.pool_id IN
    (SELECT id FROM (SELECT p.id FROM pool p WHERE p.lead_id = :own OR p.id IN {_SEEN}
    ORDER BY p.closes_at LIMIT 6) page) ORDER BY q.id"""
OWN_PLACES: Final = """
    SELECT q.need_id, q.organisation_id, q.state, p.name, p.category_key, p.state FROM participation q
    JOIN pool p ON p.id = q.pool_id WHERE q.organisation_id = :own"""
OPEN_POOLS: Final = f"""{_POOL} WHERE p.state = 'open' AND
    (p.lead_id = :own OR p.id IN (SELECT pool_id FROM participation WHERE organisation_id = :own
    AND state IN ('invited', 'interested')))"""
OPEN_PLACES: Final = f"""{_PLACES} WHERE q.pool_id IN (SELECT p.id FROM pool p WHERE p.state = 'open' AND
    (p.lead_id = :own OR p.id IN (SELECT pool_id FROM participation WHERE organisation_id = :own
    AND state IN ('invited', 'interested'))))"""
POOLS_PAGE: Final = f"""
    SELECT p.id, p.name, c.name_nb, l.short_name, p.state, p.closes_at, q.state,
        (SELECT count(*) FROM participation r WHERE r.pool_id = p.id AND r.state = 'committed'),
        (SELECT count(*) FROM participation r WHERE r.pool_id = p.id AND r.state = 'interested')
    FROM pool p JOIN category c ON c.key = p.category_key JOIN organisation l ON l.id = p.lead_id
    LEFT JOIN participation q ON q.pool_id = p.id AND q.organisation_id = :own
    WHERE p.lead_id = :own OR p.id IN {_SEEN} ORDER BY p.closes_at LIMIT 25"""
POOLS_COUNT: Final = f"SELECT count(*) FROM pool p WHERE p.lead_id = :own OR p.id IN {_SEEN}"
POOLS_KINDS: Final = f"""
    SELECT c.key, c.name_nb FROM category c WHERE c.key IN
    (SELECT category_key FROM pool p WHERE p.lead_id = :own OR p.id IN {_SEEN}) ORDER BY c.position"""
COMMENTS: Final = """
    SELECT k.*, u.name, o.short_name FROM pool_comment k JOIN "user" u ON u.id = k.author_id
    JOIN organisation o ON o.id = k.organisation_id WHERE k.pool_id = :pool ORDER BY k.id DESC LIMIT 25"""
POOL_PEOPLE: Final = """
    SELECT u.*, m.organisation_id, m.role FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.role IN ('buyer', 'signatory') AND u.deactivated_at IS NULL
    AND m.organisation_id IN (SELECT organisation_id FROM participation WHERE pool_id = :pool)"""
LEADERS: Final = """
    SELECT u.* FROM membership m
    JOIN "user" u ON u.id = m.user_id JOIN pool p ON p.lead_id = m.organisation_id
    WHERE m.role = 'buyer' AND u.deactivated_at IS NULL AND p.id = :pool"""
LOCKED_POOL: Final = f"{_POOL} WHERE p.id = :locked_pool"
LOCKED_PLACES: Final = f"{_PLACES} WHERE q.pool_id = :locked_pool ORDER BY q.id"
COULD_LEAD: Final = """
    SELECT o.* FROM organisation o WHERE o.kind = 'purchasing_cooperation' OR o.id IN
    (SELECT organisation_id FROM participation WHERE pool_id = :pool)"""
INVITABLE: Final = """
    SELECT o.*, m.* FROM organisation o LEFT JOIN municipality m ON m.number = o.municipality_number
    WHERE o.kind IN ('municipality', 'inter_municipal_company', 'purchasing_cooperation') AND o.id <> :own"""

_HOLDERS = """
    SELECT h.*, o.name, o.short_name, o.organisation_number FROM option_holder h
    JOIN organisation o ON o.id = h.organisation_id WHERE h.pool_id = """
HOLDERS: Final = f"{_HOLDERS} :pool ORDER BY h.id"
TENDER_HOLDERS: Final = f"{_HOLDERS} (SELECT pool_id FROM tender WHERE id = :tender) ORDER BY h.id"
ESTIMATE_LINES: Final = """
    SELECT e.*, o.name FROM estimate_line e LEFT JOIN organisation o ON o.id = e.organisation_id
    WHERE e.tender_id = :tender ORDER BY e.position"""

# --- Tenders -------------------------------------------------------------------------------------

_TENDER = """
    SELECT t.*, a.code, a.edition, p.name, p.lead_id, l.name, l.short_name, c.name_nb FROM tender t
    JOIN agreement a ON a.id = t.agreement_id JOIN pool p ON p.id = t.pool_id
    JOIN organisation l ON l.id = p.lead_id JOIN category c ON c.key = p.category_key"""
TENDER: Final = f"{_TENDER} WHERE t.id = :tender"
APPROVED: Final = f"{_TENDER} WHERE t.id = :approved"
BUYERS: Final = f"""{_PLACES} WHERE q.state = 'committed'
    AND q.pool_id = (SELECT pool_id FROM tender WHERE id = :tender) ORDER BY o.short_name"""
_IN_TENDERS = "(SELECT pool_id FROM participation WHERE organisation_id = :own AND state = 'committed')"
_TENDERS = "FROM tender t JOIN pool p ON p.id = t.pool_id JOIN organisation l ON l.id = p.lead_id"
_THEIRS = f"WHERE p.lead_id = :own OR p.id IN {_IN_TENDERS}"
_LINE = "SELECT t.id, t.title, t.state, t.deadline, t.dispatch_on, p.name, l.short_name, l.name"
TENDERS: Final = f"{_LINE} {_TENDERS} {_THEIRS} ORDER BY t.created_at DESC LIMIT 25"
TENDERS_COUNT: Final = f"SELECT count(*) {_TENDERS} {_THEIRS}"
TENDERS_LEADS: Final = f"SELECT DISTINCT l.id, l.short_name {_TENDERS} {_THEIRS}"
FIRST_TENDERS: Final = f"{_LINE} {_TENDERS} {_THEIRS} ORDER BY t.created_at DESC LIMIT 6"
DRAFTS_LED: Final = f"{_LINE} {_TENDERS} WHERE p.lead_id = :own AND t.state IN ('draft', 'approved')"
ANNEXES: Final = """
    SELECT number, title_nb, filled_by FROM annex
    WHERE agreement_id = (SELECT agreement_id FROM tender WHERE id = :tender) ORDER BY number"""
AGREEMENTS: Final = "SELECT * FROM agreement ORDER BY id"
AGREEMENT: Final = "SELECT * FROM agreement WHERE id = 2"
ALL_ANNEXES: Final = "SELECT * FROM annex ORDER BY agreement_id, number"
DRAFTS: Final = "SELECT agreement_id, companion_id FROM tender WHERE state = 'draft'"
SECTIONS: Final = "SELECT * FROM section WHERE tender_id = :tender ORDER BY position"
SECTION: Final = """
    SELECT s.*, u.name FROM section s LEFT JOIN "user" u ON u.id = s.edited_by_id WHERE s.id = :section"""
WRITERS: Final = """
    SELECT m.organisation_id, u.id, u.name FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.role = 'buyer' AND m.organisation_id IN (
        SELECT a.organisation_id FROM participation a
        JOIN tender t ON t.pool_id = a.pool_id WHERE t.id = :tender)
    ORDER BY u.name"""
TITLES: Final = "SELECT id, annex, title, state FROM section WHERE tender_id = :tender ORDER BY position"
REVISIONS: Final = """
    SELECT r.*, u.name FROM revision r LEFT JOIN "user" u ON u.id = r.saved_by_id
    WHERE r.section_id = :section ORDER BY r.number DESC LIMIT 10"""
REQUIREMENTS: Final = """
    SELECT r.*, c.name FROM requirement r LEFT JOIN criterion c ON c.id = r.criterion_id
    WHERE r.tender_id = :tender AND r.removed_at IS NULL ORDER BY r.area, r.position LIMIT 100"""
ALL_REQUIREMENTS: Final = """
    SELECT * FROM requirement WHERE tender_id = :tender AND removed_at IS NULL ORDER BY area, position"""
DEVIATIONS: Final = """
    SELECT d.*, o.short_name FROM deviation d JOIN requirement r ON r.id = d.requirement_id
    JOIN organisation o ON o.id = d.organisation_id WHERE r.tender_id = :tender"""
REQUIREMENT_LIST: Final = "SELECT * FROM upload WHERE id = :requirement_list"
REMOVED: Final = """
    SELECT * FROM requirement WHERE tender_id = :tender AND removed_at IS NOT NULL ORDER BY removed_at DESC"""
KINDS: Final = """
    SELECT area, kind, removed_at IS NULL, count(*) FROM requirement WHERE tender_id = :tender
    GROUP BY area, kind, removed_at IS NULL"""
AREAS: Final = """
    SELECT area, min(area_name) FROM requirement WHERE tender_id = :tender GROUP BY area ORDER BY area"""
REQUIREMENT: Final = """
    SELECT r.*, c.name FROM requirement r LEFT JOIN criterion c ON c.id = r.criterion_id
    WHERE r.id = :requirement"""
_NEWEST = """
    SELECT b.* FROM bank_requirement b
    WHERE NOT EXISTS (SELECT 1 FROM bank_requirement n WHERE n.key = b.key AND n.edition > b.edition)"""
BANK_PAGE: Final = f"{_NEWEST} ORDER BY b.area, b.key LIMIT 25"
BANK_ALL: Final = f"{_NEWEST} ORDER BY b.area, b.key"
BANK_ONE: Final = "SELECT * FROM bank_requirement WHERE key = 'SIK-004' ORDER BY edition DESC"
BANK_GONE: Final = "SELECT * FROM bank_retirement WHERE ended_at IS NULL"
BANK_USED: Final = "SELECT count(DISTINCT tender_id) FROM requirement WHERE bank_key = 'SIK-004'"
BANK_LIST: Final = "SELECT * FROM upload WHERE id = :bank_list"
PICKED: Final = "SELECT bank_key FROM requirement WHERE tender_id = :tender AND removed_at IS NULL"
LOTS: Final = "SELECT * FROM lot WHERE tender_id = :tender AND removed_at IS NULL ORDER BY position"
LOT: Final = "SELECT * FROM lot WHERE id = :lot"
CHANGES: Final = "SELECT * FROM contract_change WHERE tender_id = :tender ORDER BY position"
CHANGE: Final = "SELECT * FROM contract_change WHERE id = :change"
MILESTONES: Final = 'SELECT * FROM milestone WHERE tender_id = :tender ORDER BY "on"'
OMITTED: Final = "SELECT * FROM omitted_clause WHERE tender_id = :tender ORDER BY key"
_ATTACHMENT = "SELECT a.*, s.* FROM attachment a JOIN stored_file s ON s.sha256 = a.sha256"
ATTACHMENTS: Final = f"{_ATTACHMENT} WHERE a.tender_id = :tender ORDER BY a.position"
ATTACHMENT: Final = f"{_ATTACHMENT} WHERE a.id = :attachment"
FORMS: Final = "SELECT * FROM section WHERE tender_id = :tender AND form IS NOT NULL ORDER BY position"
FORM: Final = "SELECT * FROM section WHERE id = :form"
CRITERIA: Final = "SELECT * FROM criterion WHERE tender_id = :tender ORDER BY position"
QUALIFICATIONS: Final = "SELECT * FROM qualification WHERE tender_id = :tender ORDER BY position"
QUALIFICATION: Final = "SELECT * FROM qualification WHERE id = :qualification"
LINES: Final = """
    SELECT * FROM price_line WHERE tender_id = :tender AND removed_at IS NULL ORDER BY position"""
LINE: Final = "SELECT * FROM price_line WHERE id = :price_line"
QUANTITIES: Final = """
    SELECT q.* FROM quantity q JOIN price_line l ON l.id = q.price_line_id WHERE l.tender_id = :tender"""
LINE_QUANTITIES: Final = "SELECT * FROM quantity WHERE price_line_id = :price_line"
# What the checks read, and with them the task list
EVERYTHING: Final = (
    *(TENDER, BUYERS, TENDER_HOLDERS, ESTIMATE_LINES, ANNEXES, SECTIONS),
    *(ALL_REQUIREMENTS, LOTS, CRITERIA, QUALIFICATIONS, LINES, QUANTITIES),
    *(CHANGES, OMITTED, MILESTONES, ATTACHMENTS),
)

# --- Versions and publication --------------------------------------------------------------------

VERSION: Final = """
    SELECT v.*, u.name FROM version v JOIN "user" u ON u.id = v.frozen_by_id WHERE v.id = :version"""
VERSIONS: Final = """
    SELECT v.id, v.number, v.fingerprint, v.frozen_at, u.name FROM version v
    JOIN "user" u ON u.id = v.frozen_by_id WHERE v.tender_id = :tender ORDER BY v.number DESC"""
FILES: Final = "SELECT * FROM version_file WHERE version_id = :version ORDER BY position"
FILE: Final = """
    SELECT f.*, s.* FROM version_file f JOIN stored_file s ON s.sha256 = f.sha256
    WHERE f.version_id = :version AND f.kind = 'tender_rules'"""
PREVIEW: Final = """
    SELECT p.*, u.name FROM preview p JOIN "user" u ON u.id = p.made_by_id WHERE p.tender_id = :tender"""
PREVIEW_FILES: Final = """
    SELECT f.* FROM preview_file f JOIN preview p ON p.id = f.preview_id
    WHERE p.tender_id = :tender ORDER BY f.position"""
PREVIEW_FILE: Final = """
    SELECT f.*, p.made_at FROM preview_file f JOIN preview p ON p.id = f.preview_id
    WHERE p.tender_id = :tender AND f.kind = 'tender_rules'"""
APPROVALS: Final = """
    SELECT a.*, u.name FROM approval a JOIN "user" u ON u.id = a.user_id WHERE a.version_id = :version"""
APPROVED_VERSION: Final = """
    SELECT v.id, v.number, v.fingerprint, v.frozen_at FROM version v
    JOIN approval a ON a.version_id = v.id WHERE v.tender_id = :approved AND a.voided_at IS NULL"""
NOTICE: Final = """
    SELECT n.*, t.*, p.name, l.name FROM notice n JOIN tender t ON t.id = n.tender_id
    JOIN pool p ON p.id = t.pool_id JOIN organisation l ON l.id = p.lead_id WHERE n.tender_id = :published"""
PUBLIC: Final = """
    SELECT n.*, t.state, v.content FROM notice n JOIN tender t ON t.id = n.tender_id
    JOIN version v ON v.id = n.version_id WHERE n.tender_id = :published"""
PUBLIC_FILES: Final = """
    SELECT f.* FROM version_file f JOIN notice n ON n.version_id = f.version_id
    WHERE n.tender_id = :published ORDER BY f.position"""
PUBLIC_FILE: Final = """
    SELECT f.*, s.* FROM version_file f JOIN stored_file s ON s.sha256 = f.sha256
    JOIN notice n ON n.version_id = f.version_id
    WHERE n.tender_id = :published AND f.kind = 'tender_rules'"""
_LISTED = """
    FROM notice n JOIN tender t ON t.id = n.tender_id
    JOIN pool p ON p.id = t.pool_id JOIN organisation l ON l.id = p.lead_id
    WHERE n.opens_at <= CURRENT_TIMESTAMP AND t.state IN ('dispatched', 'published', 'closed')"""
LISTED: Final = f"""
    SELECT n.tender_id, n.slug, n.requests_until, n.deadline, t.title, t.language, l.name {_LISTED}
    ORDER BY n.deadline <= CURRENT_TIMESTAMP, n.deadline LIMIT 25"""
LISTED_COUNT: Final = f"SELECT count(*) {_LISTED}"
