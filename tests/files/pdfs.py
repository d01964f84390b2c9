"""PDFs for tests, drawn here: in good order unless told otherwise, or full of names in wrong places."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

SECRET = "Corporal Nobody"
CAMERA = "Spyglass"


def pdf(*, title="A fine report", tagged=True, language="fr", change=None, **saving):
    """Return the bytes of a PDF of one page. `change(document)` may add to it before it is saved."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    page.obj.Contents = Stream(document, b"/P <</MCID 0>> BDC EMC")
    if tagged:
        document.Root.MarkInfo = Dictionary(Marked=True)
        document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    if language:
        document.Root.Lang = String(language)
    if change:
        change(document)
    if title:
        document.docinfo["/Title"] = title
    file = io.BytesIO()
    document.save(file, **saving)
    return file.getvalue()


def photograph():
    """Return a JPEG that names its camera."""
    drawn, notes = io.BytesIO(), Image.Exif()
    notes[0x010F] = CAMERA
    Image.new("RGB", (40, 30), (9, 90, 9)).save(drawn, "JPEG", exif=notes)
    return drawn.getvalue()


def with_photograph(document, *, packed=False):
    """Put a photograph on the page; `packed` compresses it once more."""
    image = Stream(document, photograph())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 40, 30, 8, Name.DeviceRGB
    image.Filter = Name.DCTDecode
    if packed:
        inner = Stream(document, photograph())
        image.write(deflated(inner.read_raw_bytes()), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(I=image))


def deflated(data):
    holder = Pdf.new()
    holder.Root.Held = holder.make_indirect(Stream(holder, data))
    file = io.BytesIO()
    holder.save(file, compress_streams=True)
    with Pdf.open(io.BytesIO(file.getvalue())) as packed:
        return packed.Root.Held.read_raw_bytes()


def with_everything(document):
    """Leave names in every place where programs leave them."""
    with document.open_metadata() as words:
        words["dc:creator"] = [SECRET]
        words["xmp:CreatorTool"] = CAMERA
    document.docinfo["/Author"] = SECRET
    document.docinfo["/Keywords"] = SECRET
    page = document.pages[0].obj
    page.PieceInfo = Dictionary(Program=Dictionary(Private=String(SECRET)))
    page.LastModified = String("D:20240229060708")
    page.Thumb = Stream(document, SECRET.encode())
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String(SECRET), T=String(SECRET))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], M=String("D:20240229060708"))
    page.Annots = Array([document.make_indirect(note), link])
    with_photograph(document)


def with_script(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_launch(document):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    link.A = Dictionary(S=Name.Launch, F=String("calc.exe"))
    document.pages[0].obj.Annots = Array([link])


def with_attachment(document):
    document.attachments["names.txt"] = SECRET.encode()


ENCRYPTED = {"encryption": pikepdf.Encryption(owner="boss", user="secret")}
FOR_THE_OWNER = {"encryption": pikepdf.Encryption(owner="boss", user="")}
