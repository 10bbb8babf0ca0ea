package org.parcours.query.documents;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.parcours.query.documents.DisplayForm.Download;
import org.parcours.query.documents.DisplayForm.Kind;
import org.parcours.query.documents.DisplayForm.Native;
import org.parcours.query.documents.DisplayForm.Rendered;
import org.parcours.query.documents.DisplayForm.SandboxedHtml;
import org.parcours.query.documents.DisplayForm.Text;
import org.parcours.query.web.HtmlBuilder;
import org.parcours.query.web.UiText;

/**
 * Answers with a document. A sender controls its bytes: in the browser they have an origin of their own (sandbox), run no
 * script, load nothing, and their type is not guessed.
 */
final class DocumentResponder {

    private static final String CLOSED = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /**
     * Chromium and Firefox show a PDF under a sandbox of its own response, Safari only where scripts are allowed: those of
     * its viewer. Scripts of the document are none of a page, and default-src allows none.
     */
    private static final String PDF_POLICY =
            "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; " + CLOSED;

    private static final String POLICY =
            "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; " + CLOSED;
    private static final String IMAGE_POLICY =
            "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; " + CLOSED;

    /** HTML of ours: its links that lead outside open in a tab of their own, which is no sandbox. */
    private static final String RENDERED_POLICY =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
                    + " img-src data:; style-src 'unsafe-inline'; " + CLOSED;

    private static final String STYLE = """
            :root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:1rem;max-width:60rem}
            table{border-collapse:collapse}th,td{border:1px solid;padding:.2rem .5rem;text-align:left;vertical-align:top}
            p,td,li,pre{white-space:pre-wrap;overflow-wrap:anywhere}.wide{overflow-x:auto}.facts div{display:flex;gap:.5rem}
            dd{margin:0}dt::after{content:" :"}img{max-width:100%}""";

    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("application/pdf", "pdf"),
            Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/webp", "webp"),
            Map.entry("image/bmp", "bmp"),
            Map.entry("image/tiff", "tif"),
            Map.entry("image/svg+xml", "svg"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/html", "html"),
            Map.entry("text/xml", "xml"),
            Map.entry("application/xml", "xml"),
            Map.entry("application/rtf", "rtf"),
            Map.entry("text/rtf", "rtf"),
            Map.entry("application/dicom", "dcm"),
            Map.entry("application/zip", "zip"),
            Map.entry("application/msword", "doc"),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Map.entry("application/vnd.oasis.opendocument.text", "odt"),
            Map.entry("message/rfc822", "eml"));

    private final HttpServletResponse response;

    DocumentResponder(HttpServletResponse response) {
        this.response = response;
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** In a form that can be read in a browser; else as a download. */
    void show(DisplayForm form, String mediaType, byte[] bytes, String url, UiText uiText) throws IOException {
        switch (form) {
            case Native image when image.kind() == Kind.IMAGE -> inline(image.mediaType(), IMAGE_POLICY, bytes);
            case Native pdf -> inline(pdf.mediaType(), PDF_POLICY, bytes);
            case Text text -> inline("text/plain;charset=" + text.charset(), POLICY, bytes);
            case SandboxedHtml html -> inline("text/html;charset=" + html.charset(), POLICY, bytes);
            case Rendered rendered ->
                inline(
                        "text/html;charset=UTF-8",
                        RENDERED_POLICY,
                        page(rendered, url, uiText).getBytes(StandardCharsets.UTF_8));
            case Download _ -> download(mediaType, bytes);
        }
    }

    /** As received, to be saved under a name without the patient's. */
    void download(String mediaType, byte[] bytes) throws IOException {
        response.setHeader("Content-Disposition", "attachment; filename=\"" + fileName(mediaType) + "\"");
        response.setHeader("Content-Security-Policy", POLICY);
        write("application/octet-stream", bytes);
    }

    private void inline(String contentType, String policy, byte[] bytes) throws IOException {
        response.setHeader("Content-Disposition", "inline; filename=\"" + fileName(contentType) + "\"");
        response.setHeader("Content-Security-Policy", policy);
        write(contentType, bytes);
    }

    private void write(String contentType, byte[] bytes) throws IOException {
        response.setHeader("Content-Type", contentType);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String fileName(String mediaType) {
        return "document." + EXTENSIONS.getOrDefault(DisplayFormReader.essence(mediaType), "bin");
    }

    private static String page(Rendered rendered, String url, UiText uiText) {
        HtmlBuilder html = new HtmlBuilder()
                .beginTag("!DOCTYPE html")
                .endOfTag()
                .open("html", "lang", uiText.lang())
                .open("head")
                .open("meta", "charset", "utf-8")
                .element("title", uiText.message("document.untitled"))
                .open("style")
                .raw(STYLE)
                .close("style")
                .close("head")
                .open("body");
        if (!rendered.complete()) {
            html.element("p", uiText.message("document.incomplete"));
        }
        html.raw(rendered.fragment());
        rendered.body().ifPresent(_ -> html.open("p")
                .element("a", "href", url + "/body", uiText.message("document.body"))
                .close("p"));
        return html.close("body").close("html").toString();
    }
}
