"""The words that a tender's documents are labelled with, in the document's own language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from procure.tenders.papers import contract_words, judging_words, price_words, terms_words

GENERAL: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "rules": "Konkurransegrunnlag",
        "rules_group": "Del I Konkurransen",
        "contract_group": "Del II Kontrakt",
        "attachments_group": "Vedlegg",
        "package": "Samlet konkurransegrunnlag",
        "participants_list": "Deltakeroversikt",
        "to_fill_in": "Til utfylling",
        "form_lead": "Skjemaet fylles ut og leveres når konkurransegrunnlaget ber om det.",
        "agreement_lead": (
            "Avtalen fylles ut og signeres sammen med kontrakten, når leverandøren skal behandle "
            "personopplysninger."
        ),
        "participants_list_lead": "Listen er lukket. Bare de som står her, kan bruke avtalene.",
        "annex": "Bilag {number}",
        "annex_of": "Kontrakt {contract} bilag {number}",
        "price_form": "Prisskjema",
        "price_form_short": "prisskjemaet",
        "price_form_for": "Prisskjema for {name}",
        "price_form_how": "Slik fylles skjemaet ut",
        "price_form_intro": (
            "Fyll ut feltene med farge. Alle priser er i norske kroner uten merverdiavgift. Et felt uten "
            "pris regnes ikke som 0: skriv 0 hvis ytelsen er med i en annen pris."
        ),
        "prices_for": "Priser for {name}",
        "options_for": "Opsjoner for {name}",
        "sum_for": "Sum for {name}",
        "sum_options_for": "Sum opsjoner for {name}",
        "summary": "Samlet sum",
        "summary_how": "Før inn summene fra skjemaet til hver oppdragsgiver.",
        "sum_alone": "Sum uten opsjoner",
        "sum_options": "Sum opsjoner",
        "sum_whole": "Sum i alt",
        "sum_all": "Alle oppdragsgivere",
        "requirements_of": "Krav til {area}",
        "how_to_read": "Slik leses kravene",
        "how_to_read_text": (
            "Krav merket **{absolute}** må være oppfylt, ellers kan tilbudet bli avvist. "
            "Krav merket **{evaluated}** gir poeng. **{both}** betyr at minstenivået må være oppfylt, "
            "og at mer gir poeng. Krav merket **{information}** gir ikke poeng. "
            "Under typen står det når kravet må være oppfylt, og kriteriet det gir poeng under."
        ),
        "in_brief": "Kort om konkurransen",
        "what": "Hva som kjøpes",
        "municipalities": "kommunene {names}",
        "buyers": "Oppdragsgivere",
        "buyers_and_volumes": "Oppdragsgivere og volum",
        "municipality": "Oppdragsgiver",
        "organisation_number": "Organisasjonsnummer",
        "inhabitants": "Innbyggere",
        "users": "Brukere",
        "total": "Samlet",
        "case_number": "Saksnummer",
        "cpv": "CPV-kode",
        "lead": "Leder",
        "is_lead": "{name}, leder",
        "procedure": "Prosedyre",
        "part": "anskaffelsesforskriften del I og del {part}",
        "part_I": "anskaffelsesloven og anskaffelsesforskriften del I",
        "ground": "Vilkår for forhandling",
        "ground_text": "anskaffelsesforskriften § 13-2 bokstav {letter}",
        "dialogue": "Dialog",
        "option_holders": "Opsjonstakere",
        "holder_name": "Opsjonstaker",
        "option_holders_text": (
            "Opsjonstakerne er ikke bundet nå, men kan bli med senere på de samme vilkårene. "
            "Volumene er det meste hver av dem kan bestille."
        ),
        "framework_maximum": "Rammeavtalens maksimale verdi",
        "framework_maximum_text": (
            "{amount} uten merverdiavgift, medregnet opsjoner. "
            "Når den er brukt opp, kan det ikke gjøres flere avrop."
        ),
        "value": "Anslått verdi",
        "value_text": "{amount} uten merverdiavgift, medregnet opsjoner, anslått {day}",
        "lots": "Delkontrakter",
        "lot": "Delkontrakt {number}",
        "lot_title": "Hva den gjelder",
        "lot_value": "Anslått verdi",
        "no_lots": "Konkurransen er ikke delt opp. {reason}",
        "procedure_reason": "Hvorfor vilkåret er oppfylt",
        "invited": "Hvor mange som inviteres",
        "invited_least": "minst {least}",
        "invited_between": "minst {least} og høyst {most}",
        "selection": "Slik velges de ut",
        "reduction": "Færre tilbud underveis",
        "reduction_yes": "oppdragsgiver kan redusere antallet tilbud underveis, ut fra tildelingskriteriene",
        "reduction_no": "alle som er invitert, får forhandle til slutten",
        "direct_award": "Tildeling uten forhandling",
        "direct_award_yes": "oppdragsgiver kan tildele kontrakten ut fra de første tilbudene",
        "direct_award_no": "kontrakten tildeles ikke uten at det er forhandlet",
        "option_terms": "Forlengelse og opsjoner",
        "espd": "Egenerklæring",
        "espd_yes": "leverandøren svarer på egenerklæringen (ESPD) i innleveringsløsningen",
        "signs": "Hvem som inngår kontrakt",
        "signs_joint_body": (
            "{lead} inngår én kontrakt på vegne av oppdragsgiverne og er leverandørens motpart. "
            "Oppdragsgiverne bruker avtalen."
        ),
        "signs_per_municipality": (
            "Hver oppdragsgiver inngår sin egen kontrakt med samme innhold, og svarer bare for den."
        ),
        "signs_framework": (
            "{lead} inngår rammeavtalen. Hver oppdragsgiver gjør sine egne avrop, og svarer bare for dem. "
            "Bare de som er navngitt, kan gjøre avrop."
        ),
        "answers": "Hva ansvaret betyr",
        "answers_joint": "Oppdragsgiverne svarer sammen for at anskaffelsesregelverket følges.",
        "answers_partly_joint": (
            "Oppdragsgiverne svarer sammen for det som er felles. For resten svarer hver av dem alene."
        ),
        "answers_central_body": (
            "{lead} svarer for konkurransen som innkjøpssentral. Oppdragsgiverne svarer for det de gjør selv."
        ),
        "agreement": "Avtale",
        "contract_model": "Kontrakt",
        "joint_body": "én kontrakt, underskrevet av ett felles organ",
        "per_municipality": "én kontrakt for hver oppdragsgiver, med likt innhold",
        "framework": "rammeavtale med avrop",
        "responsibility": "Ansvar",
        "joint": "felles for hele anskaffelsen",
        "partly_joint": "felles for deler av anskaffelsen",
        "central_body": "lederen alene, som innkjøpssentral",
        "duration": "Varighet",
        "months": "{count} måneder",
        "open_ended": "ubestemt tid, til avtalen sies opp",
        "open_ended_after": "minst {months}, deretter til avtalen sies opp",
        "extension": "{months}, med rett til forlengelse i inntil {count} måneder",
        "validity": "Vedståelse",
        "validity_text": "{count} måneder fra tilbudsfristen",
        "variants": "Alternative tilbud",
        "variants_yes": "kan leveres",
        "variants_no": "kan ikke leveres",
        "language": "Språk",
        "language_name": "bokmål",
        "timeline": "Tidsplan",
        "step": "Hva",
        "time": "Når",
        "dispatch": "Kunngjøringen sendes",
        "questions": "Spørsmål innen",
        "deadline": "Tilbudsfrist",
        "start": "Oppstart",
        "criteria": "Tildelingskriterier",
        "criterion": "Kriterium",
        "documentation": "Dokumentasjon",
        "weight": "Vekt i prosent",
        "ranked": "Kriteriene står i prioritert rekkefølge.",
        "climate": "Klima og miljø",
        "submission": "Innlevering",
        "channel": "Kanal",
        "address": "Adresse",
        "version": "Versjon",
        "version_text": "{number}, frosset {moment}",
        "draft_text": "Arbeidsutkast, {moment}",
        "version_label": "Versjon {number} · {day}",
        "unset": "ikke fastsatt",
        "absolute": "Absolutt",
        "evaluated": "Evaluert",
        "both": "Absolutt og evaluert",
        "information": "Til opplysning",
        "scored": "{criterion}, vekt\u00a0{weight}",
        "at_offer": "ved tilbud",
        "at_delivery": "ved levering",
        "by_date": "innen {day}",
        "confirm": "Bekreft",
        "describe": "Beskriv",
        "document": "Dokumenter",
        "demonstrate": "Vis i demonstrasjon",
        "one_off": "én gang",
        "monthly": "måned",
        "yearly": "år",
        "hourly": "time",
        "option": "opsjon",
    },
    "nn": {
        "rules": "Konkurransegrunnlag",
        "rules_group": "Del I Konkurransen",
        "contract_group": "Del II Kontrakt",
        "attachments_group": "Vedlegg",
        "package": "Samla konkurransegrunnlag",
        "participants_list": "Deltakaroversyn",
        "to_fill_in": "Til utfylling",
        "form_lead": "Skjemaet blir fylt ut og levert når konkurransegrunnlaget ber om det.",
        "agreement_lead": (
            "Avtalen blir fylt ut og signert saman med kontrakten, når leverandøren skal behandle "
            "personopplysningar."
        ),
        "participants_list_lead": "Lista er lukka. Berre dei som står her, kan bruke avtalane.",
        "annex": "Bilag {number}",
        "annex_of": "Kontrakt {contract} bilag {number}",
        "price_form": "Prisskjema",
        "price_form_short": "prisskjemaet",
        "price_form_for": "Prisskjema for {name}",
        "price_form_how": "Slik fyller de ut skjemaet",
        "price_form_intro": (
            "Fyll ut felta med farge. Alle prisar er i norske kroner utan meirverdiavgift. Eit felt utan "
            "pris blir ikkje rekna som 0: skriv 0 dersom ytinga er med i ein annan pris."
        ),
        "prices_for": "Prisar for {name}",
        "options_for": "Opsjonar for {name}",
        "sum_for": "Sum for {name}",
        "sum_options_for": "Sum opsjonar for {name}",
        "summary": "Samla sum",
        "summary_how": "Før inn summane frå skjemaet til kvar oppdragsgivar.",
        "sum_alone": "Sum utan opsjonar",
        "sum_options": "Sum opsjonar",
        "sum_whole": "Sum i alt",
        "sum_all": "Alle oppdragsgivarar",
        "requirements_of": "Krav til {area}",
        "how_to_read": "Slik les de krava",
        "how_to_read_text": (
            "Krav merkte **{absolute}** må vere oppfylte, elles kan tilbodet bli avvist. "
            "Krav merkte **{evaluated}** gir poeng. **{both}** tyder at minstenivået må vere oppfylt, "
            "og at meir gir poeng. Krav merkte **{information}** gir ikkje poeng. "
            "Under typen står det når kravet må vere oppfylt, og kriteriet det gir poeng under."
        ),
        "in_brief": "Kort om konkurransen",
        "what": "Kva vi kjøper",
        "municipalities": "kommunane {names}",
        "buyers": "Oppdragsgivarar",
        "buyers_and_volumes": "Oppdragsgivarar og volum",
        "municipality": "Oppdragsgivar",
        "organisation_number": "Organisasjonsnummer",
        "inhabitants": "Innbyggjarar",
        "users": "Brukarar",
        "total": "Samla",
        "case_number": "Saksnummer",
        "cpv": "CPV-kode",
        "lead": "Leiar",
        "is_lead": "{name}, leiar",
        "procedure": "Prosedyre",
        "part": "anskaffingsforskrifta del I og del {part}",
        "part_I": "anskaffingslova og anskaffingsforskrifta del I",
        "ground": "Vilkår for forhandling",
        "ground_text": "anskaffingsforskrifta § 13-2 bokstav {letter}",
        "dialogue": "Dialog",
        "option_holders": "Opsjonstakarar",
        "holder_name": "Opsjonstakar",
        "option_holders_text": (
            "Opsjonstakarane er ikkje bundne no, men kan bli med seinare på dei same vilkåra. "
            "Voluma er det meste kvar av dei kan bestille."
        ),
        "framework_maximum": "Maksimal verdi for rammeavtalen",
        "framework_maximum_text": (
            "{amount} utan meirverdiavgift, medrekna opsjonar. "
            "Når han er brukt opp, kan det ikkje gjerast fleire avrop."
        ),
        "value": "Overslag over verdien",
        "value_text": "{amount} utan meirverdiavgift, medrekna opsjonar, rekna ut {day}",
        "lots": "Delkontraktar",
        "lot": "Delkontrakt {number}",
        "lot_title": "Kva han gjeld",
        "lot_value": "Overslag over verdien",
        "no_lots": "Konkurransen er ikkje delt opp. {reason}",
        "procedure_reason": "Kvifor vilkåret er oppfylt",
        "invited": "Kor mange som blir inviterte",
        "invited_least": "minst {least}",
        "invited_between": "minst {least} og høgst {most}",
        "selection": "Slik blir dei valde ut",
        "reduction": "Færre tilbod undervegs",
        "reduction_yes": "oppdragsgivar kan redusere talet på tilbod undervegs, ut frå tildelingskriteria",
        "reduction_no": "alle som er inviterte, får forhandle til slutten",
        "direct_award": "Tildeling utan forhandling",
        "direct_award_yes": "oppdragsgivar kan tildele kontrakten ut frå dei første tilboda",
        "direct_award_no": "kontrakten blir ikkje tildelt utan at det er forhandla",
        "option_terms": "Forlenging og opsjonar",
        "espd": "Eigenerklæring",
        "espd_yes": "leverandøren svarer på eigenerklæringa (ESPD) i innleveringsløysinga",
        "signs": "Kven som inngår kontrakt",
        "signs_joint_body": (
            "{lead} inngår éin kontrakt på vegner av oppdragsgivarane og er motparten til leverandøren. "
            "Oppdragsgivarane bruker avtalen."
        ),
        "signs_per_municipality": (
            "Kvar oppdragsgivar inngår sin eigen kontrakt med same innhald, og svarer berre for han."
        ),
        "signs_framework": (
            "{lead} inngår rammeavtalen. Kvar oppdragsgivar gjer sine eigne avrop, og svarer berre for dei. "
            "Berre dei som er namngjevne, kan gjere avrop."
        ),
        "answers": "Kva ansvaret tyder",
        "answers_joint": "Oppdragsgivarane svarer saman for at anskaffingsregelverket blir følgt.",
        "answers_partly_joint": (
            "Oppdragsgivarane svarer saman for det som er felles. For resten svarer kvar av dei åleine."
        ),
        "answers_central_body": (
            "{lead} svarer for konkurransen som innkjøpssentral. "
            "Oppdragsgivarane svarer for det dei gjer sjølve."
        ),
        "agreement": "Avtale",
        "contract_model": "Kontrakt",
        "joint_body": "éin kontrakt, underskriven av eitt felles organ",
        "per_municipality": "éin kontrakt for kvar oppdragsgivar, med likt innhald",
        "framework": "rammeavtale med avrop",
        "responsibility": "Ansvar",
        "joint": "felles for heile anskaffinga",
        "partly_joint": "felles for delar av anskaffinga",
        "central_body": "leiaren åleine, som innkjøpssentral",
        "duration": "Lengd",
        "months": "{count} månader",
        "open_ended": "ubestemt tid, til avtalen blir sagd opp",
        "open_ended_after": "minst {months}, deretter til avtalen blir sagd opp",
        "extension": "{months}, med rett til forlenging i inntil {count} månader",
        "validity": "Vedståing",
        "validity_text": "{count} månader frå tilbodsfristen",
        "variants": "Alternative tilbod",
        "variants_yes": "kan leverast",
        "variants_no": "kan ikkje leverast",
        "language": "Språk",
        "language_name": "nynorsk",
        "timeline": "Tidsplan",
        "step": "Kva",
        "time": "Når",
        "dispatch": "Kunngjeringa blir send",
        "questions": "Spørsmål innan",
        "deadline": "Tilbodsfrist",
        "start": "Oppstart",
        "criteria": "Tildelingskriterium",
        "criterion": "Kriterium",
        "documentation": "Dokumentasjon",
        "weight": "Vekt i prosent",
        "ranked": "Kriteria står i prioritert rekkjefølgje.",
        "climate": "Klima og miljø",
        "submission": "Innlevering",
        "channel": "Kanal",
        "address": "Adresse",
        "version": "Versjon",
        "version_text": "{number}, frosen {moment}",
        "draft_text": "Arbeidsutkast, {moment}",
        "version_label": "Versjon {number} · {day}",
        "unset": "ikkje fastsett",
        "absolute": "Absolutt",
        "evaluated": "Evaluert",
        "both": "Absolutt og evaluert",
        "information": "Til opplysning",
        "scored": "{criterion}, vekt\u00a0{weight}",
        "at_offer": "ved tilbod",
        "at_delivery": "ved levering",
        "by_date": "innan {day}",
        "confirm": "Stadfest",
        "describe": "Skildre",
        "document": "Dokumenter",
        "demonstrate": "Vis i demonstrasjon",
        "one_off": "éin gong",
        "monthly": "månad",
        "yearly": "år",
        "hourly": "time",
        "option": "opsjon",
    },
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    language: {
        **words,
        **price_words.WORDS[language],
        **judging_words.WORDS[language],
        **terms_words.WORDS[language],
        **contract_words.WORDS[language],
    }
    for language, words in GENERAL.items()
}
