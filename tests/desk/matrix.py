"""Who may do what on the desk, written by hand: role by address, and role by verb by state.

Nothing here is read off the code's own permissions. A row has one sign per role, in the order of `ROLES`, for opening
an address (GET) and for sending its form (POST):

    L  sent to the log-in page          X  refused, 403
    o  answered, nothing written        r  sent on, nothing written        W  written
    N  not found, 404                   M  no such form, 405
"""

#         nobody       no group   German only   writes    on duty         lets out    gives rights     everything
ROLES = ("anonymous", "charlie", "translator", "author", "duty-officer", "releaser", "administrator", "superuser")

# The kinds of page at the desk, and those of them that have a page of their own to preview and to share.
PAGES = (
    "missions_mission",
    "missions_operation",
    "missions_place",
    "missions_component",
    "missions_easyversion",
    "articles_article",
    "articles_theme",
    "articles_category",
    "articles_tag",
    "articles_person",
    "articles_notice",
    "articles_standingpage",
)
SHOWN = (
    "missions_mission",
    "missions_easyversion",
    "articles_article",
    "articles_theme",
    "articles_category",
    "articles_notice",
    "articles_standingpage",
)
NOT_SHOWN = ("missions_operation", "missions_place", "missions_component", "articles_tag", "articles_person")
LIBRARY = ("images_picture", "files_film", "files_download")
RECORDS = (
    "publishing_release",
    "publishing_withdrawal",
    "publishing_redaction",
    "publishing_sharelink",
    "publishing_address",
)

# What each form of a draft and of the library has.
FORMS = {
    "changelist": ("LXoooooo", "LXoooooo"),
    "add": ("LXXooooo", "LXXWWWWW"),
    "change": ("LXoooooo", "LXWWWWWW"),
    "change_or_list": ("Lrrrrrrr", "Lrrrrrrr"),
    "history": ("LXoooooo", "LXMMMMMM"),
    "compare_saves": ("LXoooooo", "LXMMMMMM"),
    "restore_save": ("LXXooooo", "LXXWWWWW"),
    "here": ("LXoooooo", "LXWWWWWW"),  # by which the script of a form says who is in it
}
PAGE_FORMS = FORMS | {
    # The public reads every page of this table, so nobody deletes its draft; the states below say when one may.
    "delete": ("LXXXXXXX", "LXXXXXXX"),
    "publish": ("LXXooooo", "LXXWWWWW"),
    "withdraw": ("LXXXoooo", "LXXXWWWW"),
    "redact": ("LXXXXXoo", "LXXXXXWW"),
    "versions": ("LXoooooo", "LXMMMMMM"),
    "compare": ("LXoooooo", "LXMMMMMM"),
    "take": ("LXXooooo", "LXXWWWWW"),
    "translate": ("LXoooooo", "LXWWWWWW"),
}
SHOWN_FORMS = {
    "preview": ("LXoooooo", "LXMMMMMM"),
    "preview_page": ("LXoooooo", "LXMMMMMM"),
    "preview_request": ("LXXMMMMM", "LXXooooo"),
    "share": ("LXXooooo", "LXXWWWWW"),
}
NOT_SHOWN_FORMS = {
    "preview": ("LXNNNNNN", "LXNNNNNN"),
    "preview_page": ("LXNNNNNN", "LXNNNNNN"),
    "preview_request": ("LXXNNNNN", "LXXNNNNN"),
    "share": ("LXXNNNNN", "LXXNNNNN"),
}
LIBRARY_FORMS = FORMS | {"delete": ("LXXooooo", "LXXWWWWW")}
# Nobody adds, changes or deletes what happened.
RECORD_FORMS = {
    "changelist": ("LXoooooo", "LXoooooo"),
    "add": ("LXXXXXXX", "LXXXXXXX"),
    "change": ("LXoooooo", "LXXXXXXX"),
    "change_or_list": ("Lrrrrrrr", "Lrrrrrrr"),
    "delete": ("LXXXXXXX", "LXXXXXXX"),
    "history": ("LXoooooo", "LXoooooo"),
}

ADDRESSES = {
    **{f"{kind}_{verb}": cells for kind in PAGES for verb, cells in PAGE_FORMS.items()},
    **{f"{kind}_{verb}": cells for kind in SHOWN for verb, cells in SHOWN_FORMS.items()},
    **{f"{kind}_{verb}": cells for kind in NOT_SHOWN for verb, cells in NOT_SHOWN_FORMS.items()},
    **{f"{kind}_{verb}": cells for kind in LIBRARY for verb, cells in LIBRARY_FORMS.items()},
    **{f"{kind}_{verb}": cells for kind in RECORDS for verb, cells in RECORD_FORMS.items()},
    "images_picture_upload": ("LXXooooo", "LXXWWWWW"),
    "images_picture_dismiss": ("LXXrrrrr", "LXXrrrrr"),
    "images_picture_rendition": ("LXoooooo", "LXoooooo"),
    "files_film_file": ("LXoooooo", "LXoooooo"),
    "files_download_file": ("LXoooooo", "LXoooooo"),
    "publishing_release_decide": ("LXoooooo", "LXXXXWWW"),
    "publishing_release_roll_back": ("LXXooooo", "LXXWWWWW"),
    "publishing_release_together": ("LXXooooo", "LXXWWWWW"),
    "publishing_release_preview": ("LXoooooo", "LXMMMMMM"),
    "publishing_release_preview_page": ("LXoooooo", "LXMMMMMM"),
    "publishing_release_preview_file": ("LXNNNNNN", "LXMMMMMM"),
    "publishing_preview_media": ("LXoooooo", "LXMMMMMM"),
    "publishing_preview_file": ("LXoooooo", "LXMMMMMM"),
    "publishing_sharelink_link": ("LXXooooo", "LXXWWWWW"),
    # A picture taken down, an address given away: the list with a verb of its own in the place of “add”.
    "publishing_takedown_changelist": ("LXoooooo", "LXoooooo"),
    "publishing_takedown_add": ("LXXXoooo", "LXXXWWWW"),
    "publishing_takedown_change": ("LXoooooo", "LXXXXXXX"),
    "publishing_takedown_change_or_list": ("Lrrrrrrr", "Lrrrrrrr"),
    "publishing_takedown_delete": ("LXXXXXXX", "LXXXXXXX"),
    "publishing_takedown_history": ("LXoooooo", "LXoooooo"),
    "publishing_addresstransfer_changelist": ("LXoooooo", "LXoooooo"),
    "publishing_addresstransfer_add": ("LXXXXXoo", "LXXXXXWW"),
    "publishing_addresstransfer_change": ("LXoooooo", "LXXXXXXX"),
    "publishing_addresstransfer_change_or_list": ("Lrrrrrrr", "Lrrrrrrr"),
    "publishing_addresstransfer_delete": ("LXXXXXXX", "LXXXXXXX"),
    "publishing_addresstransfer_history": ("LXoooooo", "LXoooooo"),
    # Deleted drafts are for whoever may write drafts; Django sends others home from a row they cannot see.
    "publishing_deleteddraft_changelist": ("LXXooooo", "LXXooooo"),
    "publishing_deleteddraft_add": ("LXXXXXXX", "LXXXXXXX"),
    "publishing_deleteddraft_change": ("Lrrrrrrr", "Lrrrrrrr"),
    "publishing_deleteddraft_change_or_list": ("Lrrrrrrr", "Lrrrrrrr"),
    "publishing_deleteddraft_delete": ("LXXXXXXX", "LXXXXXXX"),
    "publishing_deleteddraft_history": ("Lrrooooo", "Lrrooooo"),
    "publishing_deleteddraft_recover": ("LXXooooo", "LXXWWWWW"),
    # Accounts and groups are the administrator's.
    **{
        f"auth_{kind}_{verb}": cells
        for kind in ("user", "group")
        for verb, cells in {
            "changelist": ("LXXXXXoo", "LXXXXXoo"),
            "add": ("LXXXXXoo", "LXXXXXWW"),
            "change": ("LXXXXXoo", "LXXXXXWW"),
            "change_or_list": ("Lrrrrrrr", "Lrrrrrrr"),
            "delete": ("LXXXXXoo", "LXXXXXWW"),
            "history": ("LXXXXXoo", "LXXXXXoo"),
        }.items()
    },
    "auth_user_password_change": ("LXXXXXoo", "LXXXXXWW"),
    # The home, and what belongs to everybody who has an account at the desk.
    "index": ("Looooooo", "Looooooo"),
    "guide": ("Looooooo", "LMMMMMMM"),
    "guide-chapter": ("Looooooo", "LMMMMMMM"),
    "guide-whole": ("Looooooo", "LMMMMMMM"),
    "login": ("orrrrrrr", "oooooooo"),
    "logout": ("rMMMMMMM", "rooooooo"),
    "password_change": ("Looooooo", "LWWWWWWW"),
    "password_change_done": ("Looooooo", "LMMMMMMM"),
    "jsi18n": ("Looooooo", "LMMMMMMM"),
    "app_list": ("LNoooooo", "LNoooooo"),
    "anything_else": ("LNNNNNNN", "LNNNNNNN"),
    "open-page": ("LXrrrrrr", "LMMMMMMM"),
    "search": ("LXoooooo", "LXMMMMMM"),
    "absences": ("LXXXXooo", "LXXXXWWW"),
    "trail": ("LXXXXooo", "LXXXXMMM"),
    "trail-export": ("LXXXXooo", "LXXXXMMM"),
    "autocomplete": ("LXoooooo", "LMMMMMMM"),
}

# ---- Role by verb by state -------------------------------------------------------------------------------------------
#
# One page written by an author, and a request of hers, in five states. “x” is refused in words: nothing is written.

STATES = ("draft", "asked", "scheduled", "live", "withdrawn")

VERBS = {
    #  who: anonymous, charlie, translator, author, duty officer, releaser, administrator, superuser
    "change": {
        "draft": "LXWWWWWW",
        "asked": "LXWWWWWW",
        "scheduled": "LXWWWWWW",
        "live": "LXWWWWWW",
        "withdrawn": "LXWWWWWW",
    },
    "delete": {
        "draft": "LXXWWWWW",
        "asked": "LXXXXXXX",
        "scheduled": "LXXXXXXX",
        "live": "LXXXXXXX",
        "withdrawn": "LXXWWWWW",
    },
    "publish": {
        "draft": "LXXWWWWW",
        "asked": "LXXWWWWW",
        "scheduled": "LXXxxxxx",
        "live": "LXXWWWWW",
        "withdrawn": "LXXWWWWW",
    },
    # Also where the public reads nothing: it ends share links and makes requests void, and the trail says so.
    "withdraw": {
        "draft": "LXXXWWWW",
        "asked": "LXXXWWWW",
        "scheduled": "LXXXWWWW",
        "live": "LXXXWWWW",
        "withdrawn": "LXXXWWWW",
    },
    "redact": {
        "draft": "LXXXXXxx",
        "asked": "LXXXXXxx",
        "scheduled": "LXXXXXWW",
        "live": "LXXXXXWW",
        "withdrawn": "LXXXXXWW",
    },
    "share": {
        "draft": "LXXWWWWW",
        "asked": "LXXWWWWW",
        "scheduled": "LXXWWWWW",
        "live": "LXXWWWWW",
        "withdrawn": "LXXWWWWW",
    },
    "approve": {
        "asked": "LXXXXWWW",
        "scheduled": "LXXXXxxx",
        "live": "LXXXXxxx",
        "withdrawn": "LXXXXxxx",
    },
    "refuse": {
        "asked": "LXXXXWWW",
        "scheduled": "LXXXXxxx",
        "live": "LXXXXxxx",
        "withdrawn": "LXXXXxxx",
    },
    # Who asked may take the request back; what is approved, only who approves.
    "cancel": {
        "asked": "LXXWXWWW",
        "scheduled": "LXXXXWWW",
        "live": "LXXXXxxx",
        "withdrawn": "LXXXXxxx",
    },
    # A first publication is no small correction, whoever asks.
    "small": {
        "asked": "LXXXxxxx",
        "scheduled": "LXXXxxxx",
        "live": "LXXXxxxx",
        "withdrawn": "LXXXxxxx",
    },
    "confirm": {
        "asked": "LXXXXxxx",
        "scheduled": "LXXXXxxx",
        "live": "LXXXXxxx",
        "withdrawn": "LXXXXxxx",
    },
    "reschedule": {
        "asked": "LXXXXxxx",
        "scheduled": "LXXXXWWW",
        "live": "LXXXXxxx",
        "withdrawn": "LXXXXxxx",
    },
}

# What reaches the draft of a mission when somebody forges a form that changes everything, in all four languages and
# in its facts: W written, . left as it was.
#                 fr nl de en date figure
WRITTEN = {
    "translator-fr": "W.....",
    "translator-nl": ".W....",
    "translator-de": "..W...",
    "translator-en": "...W..",
    "author": "WWWWWW",
    "duty-officer": "WWWWWW",
    "releaser": "WWWWWW",
    "administrator": "WWWWWW",
}
