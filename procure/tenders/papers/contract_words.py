"""The words of contract documents, the answer form and the list of attachments, in the tender's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "contract_document": "Avtaledokument {agreement}",
        "contract_short": "avtaledokumentet",
        "contract_short_of": "avtaledokumentet til kontrakt {contract}",
        "contract_lead": "Dokumentet binder sammen avtaleteksten og bilagene, og er det partene signerer.",
        "parties": "Partene",
        "parties_joint_body": (
            "{lead} er Kunde og inngår avtalen på vegne av oppdragsgiverne i [[bilag:participants]]. De "
            "bruker avtalen."
        ),
        "parties_per_municipality": (
            "Hver oppdragsgiver i [[bilag:participants]] inngår sin egen avtale med dette innholdet, er "
            "Kunde i den og svarer bare for den. Kundens navn settes inn før avtalen signeres."
        ),
        "parties_framework": (
            "{lead} er Kunde og inngår rammeavtalen. Hver oppdragsgiver i [[bilag:participants]] gjør sine "
            "egne avrop, er Kunde i dem og svarer bare for dem. Andre kan ikke gjøre avrop."
        ),
        "parties_unset": "Hvem som er Kunde, er ikke fastsatt.",
        "parties_options": (
            "Opsjonstakerne i [[bilag:participants]] kan bli med senere på de samme vilkårene."
        ),
        "detail": "Opplysning",
        "parties_table": "Partene i avtalen",
        "customer": "Kunden",
        "supplier": "Leverandøren",
        "party_name": "Navn",
        "party_address": "Adresse",
        "party_person": "Representant for parten",
        "party_contact": "E-post og telefon",
        "contract_scope": "Hva avtalen gjelder",
        "scope_text": "Avtalen gjelder {title}. Hva Kunden skal ha, står i [[{requirements}]].",
        "scope_companion": (
            "Avtalen gjelder {title}, for det som kommer i tillegg til kontrakt 1. Hva Kunden skal ha, "
            "står i [[{requirements}]]."
        ),
        "scope_parts": (
            "Avtalen består av dette dokumentet, den generelle avtaleteksten til {agreement} og bilagene i "
            "[[kap:contract-annexes]]."
        ),
        "scope_lots": "Avtalen inngås for de delkontraktene leverandøren får.",
        "agreed_facts": "Det som er fastsatt",
        "contract_text": "Den generelle avtaleteksten",
        "text_attached": (
            "Avtaleteksten er vedlagt som «{title}», filen {name}. Den er utgitt av DFØ og er ikke endret. "
            "Filens SHA-256 står i [[bilag:attachments]]."
        ),
        "text_missing": (
            "Avtaleteksten er ikke vedlagt. {agreement} er utgitt av DFØ og hentes på anskaffelser.no. Den "
            "gjelder slik den er utgitt."
        ),
        "text_changed": (
            "Det som skal være annerledes enn i avtaleteksten, står i [[{changes}]], punkt for punkt."
        ),
        "text_unchanged": "Det er ikke gjort endringer i avtaleteksten.",
        "contract_annexes": "Bilagene",
        "annex_clause": "Tabellen svarer til bilagstabellen i avtaletekstens punkt {clause}.",
        "annex_numbers": "Bilagene har samme nummer som i avtaleteksten, også når ett av dem ikke brukes.",
        "annex_table": "Bilag til avtalen",
        "annex_used": "I bruk",
        "annex_where": "Hvor det står",
        "yes": "Ja",
        "no": "Nei",
        "where_offer": "kommer med tilbudet",
        "where_empty": "tomt til avtalen er signert",
        "where_unused": "brukes ikke",
        "where_both": "{one} og {other}",
        "personal_data": (
            "Behandler Leverandøren personopplysninger for Kunden, inngås det en "
            "[[kap:form_data_processing_agreement]] i tillegg. Den går foran når det gjelder "
            "personopplysninger."
        ),
        "precedence": "Rangordning",
        "precedence_text": (
            "Hvilket dokument som går foran ved motstrid, følger av den generelle avtaleteksten."
        ),
        "precedence_list": "Er det motstrid, gjelder dette etter den generelle avtaleteksten:",
        "signatures": "Signering",
        "signatures_text": "Avtalen er inngått når begge partene har signert.",
        "signatures_table": "Signaturer",
        "for_customer": "For Kunden",
        "for_supplier": "For Leverandøren",
        "signed_where": "Sted og dato",
        "signed_name": "Navn med blokkbokstaver",
        "signed_title": "Stilling",
        "signed": "Underskrift",
        "answer_form": "Svarskjema",
        "answer_form_short": "svarskjemaet",
        "answer_form_lead": "Leverandøren svarer her på hvert krav, med kravets eget nummer.",
        "answer_how": "Slik fylles skjemaet ut",
        "answer_how_text": (
            "Sett kryss for om kravet oppfylles. Svar på det kravet ber om, og si hvor svaret er "
            "dokumentert: dokument og side. Blir feltet for lite, vis til et eget vedlegg med samme "
            "kravnummer."
        ),
        "answer_how_brief": (
            "Kravene står her i korte trekk. Det er teksten i [[{requirements}]] som gjelder."
        ),
        "answer_how_absolute": (
            "Et absolutt krav som besvares med nei, kan føre til at tilbudet blir avvist. Krav merket «Til "
            "opplysning» skal også besvares, men gir ikke poeng."
        ),
        "answer_who": "Hvem som svarer",
        "answers_to": "Svar på {area}",
        "answer_brief": "Kravet i korte trekk",
        "answer_text": "Svar",
        "answer_shown": "Dokumentasjon",
        "answer_kind": "Type",
        "answer_local": "Noen oppdragsgivere har et annet krav.",
        "attachment_list": "Vedleggsliste",
        "attachment_list_short": "vedleggslisten",
        "attachment_list_lead": (
            "Filene følger konkurransegrunnlaget uendret. SHA-256 viser om en fil er den samme som her."
        ),
        "attachment_table": "Vedlegg til konkurransegrunnlaget",
        "attachment_number": "Nr.",
        "attachment_title": "Tittel",
        "official": "offisiell avtaletekst",
        "see_attachments": "Filnavn og SHA-256 står i [[bilag:attachments]].",
        "rules_short": "konkurransegrunnlaget",
        "participants_short": "deltakeroversikten",
    },
    "nn": {
        "contract_document": "Avtaledokument {agreement}",
        "contract_short": "avtaledokumentet",
        "contract_short_of": "avtaledokumentet til kontrakt {contract}",
        "contract_lead": "Dokumentet bind saman avtaleteksten og bilaga, og er det partane signerer.",
        "parties": "Partane",
        "parties_joint_body": (
            "{lead} er Kunde og inngår avtalen på vegner av oppdragsgivarane i [[bilag:participants]]. Dei "
            "bruker avtalen."
        ),
        "parties_per_municipality": (
            "Kvar oppdragsgivar i [[bilag:participants]] inngår sin eigen avtale med dette innhaldet, er "
            "Kunde i han og svarer berre for han. Namnet på Kunden blir sett inn før avtalen blir signert."
        ),
        "parties_framework": (
            "{lead} er Kunde og inngår rammeavtalen. Kvar oppdragsgivar i [[bilag:participants]] gjer sine "
            "eigne avrop, er Kunde i dei og svarer berre for dei. Andre kan ikkje gjere avrop."
        ),
        "parties_unset": "Kven som er Kunde, er ikkje fastsett.",
        "parties_options": (
            "Opsjonstakarane i [[bilag:participants]] kan bli med seinare på dei same vilkåra."
        ),
        "detail": "Opplysning",
        "parties_table": "Partane i avtalen",
        "customer": "Kunden",
        "supplier": "Leverandøren",
        "party_name": "Namn",
        "party_address": "Adresse",
        "party_person": "Representant for parten",
        "party_contact": "E-post og telefon",
        "contract_scope": "Kva avtalen gjeld",
        "scope_text": "Avtalen gjeld {title}. Kva Kunden skal ha, står i [[{requirements}]].",
        "scope_companion": (
            "Avtalen gjeld {title}, for det som kjem i tillegg til kontrakt 1. Kva Kunden skal ha, står i "
            "[[{requirements}]]."
        ),
        "scope_parts": (
            "Avtalen er dette dokumentet, den generelle avtaleteksten til {agreement} og bilaga i "
            "[[kap:contract-annexes]]."
        ),
        "scope_lots": "Avtalen blir inngått for dei delkontraktane leverandøren får.",
        "agreed_facts": "Det som er fastsett",
        "contract_text": "Den generelle avtaleteksten",
        "text_attached": (
            "Avtaleteksten er lagd ved som «{title}», fila {name}. Han er utgitt av DFØ og er ikkje endra. "
            "SHA-256 for fila står i [[bilag:attachments]]."
        ),
        "text_missing": (
            "Avtaleteksten er ikkje lagd ved. {agreement} er utgitt av DFØ, og de finn han på "
            "anskaffelser.no. Han gjeld slik han er utgitt."
        ),
        "text_changed": (
            "Det som skal vere annleis enn i avtaleteksten, står i [[{changes}]], punkt for punkt."
        ),
        "text_unchanged": "Det er ikkje gjort endringar i avtaleteksten.",
        "contract_annexes": "Bilaga",
        "annex_clause": "Tabellen svarer til bilagstabellen i punkt {clause} i avtaleteksten.",
        "annex_numbers": "Bilaga har same nummer som i avtaleteksten, også når eitt av dei ikkje er i bruk.",
        "annex_table": "Bilag til avtalen",
        "annex_used": "I bruk",
        "annex_where": "Kvar det står",
        "yes": "Ja",
        "no": "Nei",
        "where_offer": "kjem med tilbodet",
        "where_empty": "tomt til avtalen er signert",
        "where_unused": "ikkje i bruk",
        "where_both": "{one} og {other}",
        "personal_data": (
            "Behandlar Leverandøren personopplysningar for Kunden, blir det i tillegg inngått ein "
            "[[kap:form_data_processing_agreement]]. Han går føre når det gjeld personopplysningar."
        ),
        "precedence": "Rangordning",
        "precedence_text": "Kva dokument som går føre ved motstrid, følgjer av den generelle avtaleteksten.",
        "precedence_list": "Er det motstrid, gjeld dette etter den generelle avtaleteksten:",
        "signatures": "Signering",
        "signatures_text": "Avtalen er inngått når begge partane har signert.",
        "signatures_table": "Signaturar",
        "for_customer": "For Kunden",
        "for_supplier": "For Leverandøren",
        "signed_where": "Stad og dato",
        "signed_name": "Namn med blokkbokstavar",
        "signed_title": "Stilling",
        "signed": "Underskrift",
        "answer_form": "Svarskjema",
        "answer_form_short": "svarskjemaet",
        "answer_form_lead": "Leverandøren svarer her på kvart krav, med nummeret kravet har.",
        "answer_how": "Slik fyller de ut skjemaet",
        "answer_how_text": (
            "Set kryss for om kravet er oppfylt. Svar på det kravet ber om, og sei kvar svaret er "
            "dokumentert: dokument og side. Blir feltet for lite, vis til eit eige vedlegg med same "
            "kravnummer."
        ),
        "answer_how_brief": "Krava står her i korte trekk. Det er teksten i [[{requirements}]] som gjeld.",
        "answer_how_absolute": (
            "Eit absolutt krav som blir svara på med nei, kan føre til at tilbodet blir avvist. Krav "
            "merkte «Til opplysning» skal også svarast på, men gir ikkje poeng."
        ),
        "answer_who": "Kven som svarer",
        "answers_to": "Svar på {area}",
        "answer_brief": "Kravet i korte trekk",
        "answer_text": "Svar",
        "answer_shown": "Dokumentasjon",
        "answer_kind": "Type",
        "answer_local": "Nokre oppdragsgivarar har eit anna krav.",
        "attachment_list": "Vedleggsliste",
        "attachment_list_short": "vedleggslista",
        "attachment_list_lead": (
            "Filene følgjer konkurransegrunnlaget uendra. SHA-256 viser om ei fil er den same som her."
        ),
        "attachment_table": "Vedlegg til konkurransegrunnlaget",
        "attachment_number": "Nr.",
        "attachment_title": "Tittel",
        "official": "offisiell avtaletekst",
        "see_attachments": "Filnamn og SHA-256 står i [[bilag:attachments]].",
        "rules_short": "konkurransegrunnlaget",
        "participants_short": "deltakaroversynet",
    },
}
