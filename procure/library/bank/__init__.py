"""The bank of requirements (kravbanken): its pages, editions, retirement, and spreadsheets in and out.

What ships with the platform stands in `areas/`, a file to an area, and is our own writing: one statement
each, that can be tested. A change of meaning is the next `edition` in the same file, after the one it
follows, which stays: tenders have picked it. In a file:

    key          AREA-NNN below 501, given once; from 501 they are written by advisers here
    kind         absolute, evaluated, both or information
    met_when     at_offer or at_delivery (a date belongs to a tender, not to the bank)
    answer_mode  confirm, describe, document or demonstrate; `answer` says what the answer must contain
    source       what it rests on, with `source_nn` where nynorsk says it differently; «praksis»: experience
    categories   the kinds of system it is for; left out: all
    climate      true where it regards climate and environment; left out: false
    weight       1 to 5, proposed where it is scored; may be left out
    change       why an edition after the first one came
"""
