package org.parcours.query.documents;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.parcours.query.documents.DisplayForm.EmbeddedBody;
import org.parcours.query.documents.DisplayForm.Rendered;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.web.RequestParameterParser;
import org.parcours.query.web.UiText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * A document of an entry: itself ({@code …/documents/SHA-256}), as received ({@code …/original}), on a page with the
 * patient's identity and the other versions ({@code …/view}). The hash is no key: the patient's entry has to refer to it.
 */
@Controller
class DocumentController {

    private static final String PATH = "/patients/{patient}/entries/{entry}/documents/{sha256}";

    private final PatientTimelineReader timelineReader;
    private final DocumentClient client;
    private final Clock clock;

    DocumentController(PatientTimelineReader timelineReader, DocumentClient client, Clock clock) {
        this.timelineReader = timelineReader;
        this.client = client;
        this.clock = clock;
    }

    @GetMapping(PATH)
    void document(
            @PathVariable String patient,
            @PathVariable String entry,
            @PathVariable String sha256,
            @ModelAttribute("uiText") UiText uiText,
            HttpServletRequest request,
            HttpServletResponse response) {
        DocumentVersion version = find(patient, entry).version(sha256);
        String mediaType = version.document().mediaType();
        client.read(version, bytes -> {
            DisplayForm form = DisplayFormReader.read(mediaType, bytes, uiText);
            new DocumentResponder(response).show(form, mediaType, bytes, request.getRequestURI(), uiText);
            return version;
        });
    }

    @GetMapping(PATH + "/original")
    void original(
            @PathVariable String patient,
            @PathVariable String entry,
            @PathVariable String sha256,
            HttpServletResponse response) {
        DocumentVersion version = find(patient, entry).version(sha256);
        client.read(version, bytes -> {
            new DocumentResponder(response).download(version.document().mediaType(), bytes);
            return version;
        });
    }

    /** The document inside a clinical document whose body is not XML. */
    @GetMapping(PATH + "/body")
    void body(
            @PathVariable String patient,
            @PathVariable String entry,
            @PathVariable String sha256,
            @ModelAttribute("uiText") UiText uiText,
            HttpServletRequest request,
            HttpServletResponse response) {
        DocumentVersion version = find(patient, entry).version(sha256);
        client.read(version, bytes -> {
            EmbeddedBody body = bodyOf(DisplayFormReader.read(version.document().mediaType(), bytes, uiText));
            DisplayForm form = DisplayFormReader.read(body.mediaType(), body.bytes(), uiText);
            new DocumentResponder(response).show(form, body.mediaType(), body.bytes(), request.getRequestURI(), uiText);
            return version;
        });
    }

    private static EmbeddedBody bodyOf(DisplayForm form) {
        return switch (form) {
            case Rendered rendered -> rendered.body().orElseThrow(DocumentProblem::unknown);
            case DisplayForm.Native _, DisplayForm.Text _, DisplayForm.SandboxedHtml _, DisplayForm.Download _ ->
                throw DocumentProblem.unknown();
        };
    }

    @GetMapping(PATH + "/view")
    String page(
            @PathVariable String patient,
            @PathVariable String entry,
            @PathVariable String sha256,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        EntryDocuments documents = find(patient, entry);
        DocumentVersion version = documents.version(sha256);
        DisplayForm form = client.read(
                version, bytes -> DisplayFormReader.read(version.document().mediaType(), bytes, uiText));
        model.addAttribute(
                "document", DocumentPage.of(patient, documents, version, form, uiText.date(clock.instant()), uiText));
        model.addAttribute("position", documents.position());
        model.addAttribute("renderedAt", uiText.dateTime(clock.instant()));
        response.setHeader("Cache-Control", "no-store");
        // Pictures inside a clinical document are data: URLs.
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
                        + " form-action 'self'");
        return "document";
    }

    private EntryDocuments find(String patient, String entry) {
        return EntryDocuments.find(timelineReader, RequestParameterParser.patientId(patient), entry);
    }
}
