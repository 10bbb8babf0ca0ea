package org.parcours.query.documents;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.parcours.events.DocumentRef;
import org.parcours.query.documents.DisplayForm.Download;
import org.parcours.query.documents.DisplayForm.Kind;
import org.parcours.query.documents.DisplayForm.Native;
import org.parcours.query.documents.DisplayForm.Rendered;
import org.parcours.query.documents.DisplayForm.SandboxedHtml;
import org.parcours.query.documents.DisplayForm.Text;
import org.parcours.query.timeline.PatientBanner;
import org.parcours.query.web.UiText;

/**
 * A document's page, ready for the template.
 *
 * @param entryUrl the entry on the patient's page
 * @param url of the document itself
 * @param state in words
 * @param code of the state, for the style
 * @param reported when and by which application the version was reported
 * @param frame the address to show in a frame: a PDF, or HTML in a sandbox
 * @param image the address of a picture
 * @param text of a document without a format
 * @param fragment HTML of ours
 * @param remark what the reader should know of what is shown
 */
record DocumentPage(
        PatientBanner banner,
        String title,
        String description,
        String state,
        String code,
        String reported,
        List<String> restrictions,
        String entryUrl,
        String url,
        Optional<String> frame,
        Optional<String> image,
        Optional<String> text,
        Optional<String> fragment,
        Optional<String> remark,
        List<VersionLink> versions) {

    /** @param shown whether it is the one on this page */
    record VersionLink(String text, String state, String code, String reported, String url, boolean shown) {}

    static DocumentPage of(
            String patient,
            EntryDocuments documents,
            DocumentVersion version,
            DisplayForm form,
            LocalDate today,
            UiText uiText) {
        String base = "/patients/" + patient + "/entries/" + documents.entry().id() + "/documents/";
        String url = base + version.document().sha256();
        return new DocumentPage(
                PatientBanner.of(documents.patient(), today, uiText),
                version.document()
                        .title()
                        .or(() -> documents.entry().title())
                        .orElseGet(() -> uiText.message("document.untitled")),
                description(version.document(), uiText),
                state(version, uiText),
                code(version),
                reported(version, uiText),
                version.document().restrictions().stream()
                        .map(restriction -> uiText.message("restriction." + restriction))
                        .toList(),
                "/patients/" + patient + "/entries/" + documents.entry().id(),
                url,
                frame(form, url),
                form instanceof Native(var kind, var _) && kind == Kind.IMAGE ? Optional.of(url) : Optional.empty(),
                form instanceof Text(var text, var _) ? Optional.of(text) : Optional.empty(),
                form instanceof Rendered(var fragment, var _, var _) ? Optional.of(fragment) : Optional.empty(),
                remark(form, uiText),
                documents.versions().stream()
                        .map(other -> new VersionLink(
                                other.document().title().orElseGet(() -> uiText.message("document.untitled")) + " · "
                                        + description(other.document(), uiText),
                                state(other, uiText),
                                code(other),
                                reported(other, uiText),
                                base + other.document().sha256() + "/view",
                                other.equals(version)))
                        .toList());
    }

    private static Optional<String> frame(DisplayForm form, String url) {
        return switch (form) {
            case Native nativeForm when nativeForm.kind() == Kind.PDF -> Optional.of(url);
            case SandboxedHtml _ -> Optional.of(url);
            case Rendered rendered -> rendered.body().map(_ -> url + "/body");
            case Native _, Text _, Download _ -> Optional.empty();
        };
    }

    private static Optional<String> remark(DisplayForm form, UiText uiText) {
        return switch (form) {
            case Download download -> Optional.of(uiText.message(download.reason()));
            case Rendered rendered when !rendered.complete() -> Optional.of(uiText.message("document.incomplete"));
            case SandboxedHtml _ -> Optional.of(uiText.message("document.sandboxed"));
            case Rendered _, Native _, Text _ -> Optional.empty();
        };
    }

    private static String description(DocumentRef document, UiText uiText) {
        return DisplayFormReader.essence(document.mediaType()) + " · "
                + uiText.message("document.kilobytes", Math.max(1, document.size() / 1024));
    }

    private static String state(DocumentVersion version, UiText uiText) {
        return uiText.message("document.state." + version.state());
    }

    private static String code(DocumentVersion version) {
        return version.state().name().toLowerCase(Locale.ROOT);
    }

    private static String reported(DocumentVersion version, UiText uiText) {
        return uiText.message(
                "document.reported",
                uiText.dateTime(version.event().recordedAt()),
                version.event().reporter().application());
    }
}
