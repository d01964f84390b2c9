"""What machines could not decide about our pages and people looked at: each with the reason why it is right.

A machine that asks about anything else fails its test, and so does a line here that nothing asks any more.
"""

# The rule of axe, and the elements that it asks about. The inks and grounds are tokens, held by test_contrast.py.
AXE = {
    ("color-contrast", "svg"): "numbers and years of drawings, on the ground that the drawing lies on",
    ("color-contrast", ".hero"): "the map behind the words is drawn in inks of the night, and leaves them a clear zone",
    ("color-contrast", ".masthead"): "above a sheet that reaches to the edges of the page; paper lies under it",
    ("color-contrast", ".notices"): "above a sheet that reaches to the edges of the page; the panel lies under it",
    ("color-contrast", ".banner"): "above a sheet that reaches to the edges of the page; paper lies under it",
    ("color-contrast", ".section"): "on a panel or beside the line: both are drawn by ::before",
}

# The rule of IBM's engine: what it leaves to people, and the one recommendation that we do not follow.
IBM = {
    "a_target_warning": "links out of a shared page are described as opening a new window",
    "aria_complementary_label_visible": "notices above a page say what they are to whoever sees them",
    "blockquote_cite_exists": "who said it stands below the words, as text; there is no address to cite",
    "download_keyboard_controllable": "a plain link to a file, which the keyboard test reaches",
    "element_tabbable_unobscured": "nothing lies over the page but the years of the line, in a column without links",
    "element_tabbable_visible": "the link past the head of the page, which the keyboard test sees appear",
    "form_submit_button_exists": "every form has a <button>, whose type is submit unless it says otherwise",
    "input_fields_grouped": "the few fields of one question to one list, each with its label",
    "input_label_visible": "every field has a <label>; that of the search in the head of a page is for the ear",
    "list_structure_proper": "groups of a <dl> stand in <div>, as HTML allows and the Nu checker agrees",
    "media_keyboard_controllable": "the browser's own controls",
    "media_track_available": "the desk asks of every film for captions, and for a description or why it needs none",
    "style_color_misuse": "nothing is told apart by colour alone: dashed and solid, hollow and filled, and words",
    "style_focus_visible": "the keyboard test sees a line of two pixels or more around each element",
    "style_highcontrast_visible": "forced colours have a test of their own",
    "style_viewport_resizable": "letters grow with the viewport and with rem; 400 % is tested as 320 pixels",
    "text_block_heading": "numbers above their captions, years hidden from the ear, paragraphs of a word or two",
}
