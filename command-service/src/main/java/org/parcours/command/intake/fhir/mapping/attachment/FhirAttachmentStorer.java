package org.parcours.command.intake.fhir.mapping.attachment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.MediaTypeDetector;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.events.Anomaly;
import org.parcours.events.DocumentRef;

/**
 * Stores attachments in the document store (rule 7): inline base64 data, or a Binary of the same message. A document elsewhere
 * is named by its URL; Parcours fetches nothing.
 */
public final class FhirAttachmentStorer {

    private final ResourceContext context;
    private final Optional<String> title;
    private final List<DocumentRef> documents = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final List<String> created = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();

    private FhirAttachmentStorer(ResourceContext context, Optional<String> title) {
        this.context = context;
        this.title = title;
    }

    /** Stores all attachments and returns the first that has content; {@link #storeAll} returns the others too. */
    static Optional<DocumentRef> storeFirst(
            ResourceContext context, List<FhirElement> attachments, Optional<String> title) {
        return storeAll(context, attachments, title).main();
    }

    /**
     * @param title of a document whose attachment has none
     * @throws org.parcours.command.message.RejectionException where an attachment is not what its resource states
     */
    public static StoredAttachments storeAll(
            ResourceContext context, List<FhirElement> attachments, Optional<String> title) {
        FhirAttachmentStorer storer = new FhirAttachmentStorer(context, title);
        attachments.forEach(storer::store);
        return new StoredAttachments(
                storer.documents.stream().distinct().toList(),
                storer.links.stream().distinct().toList(),
                storer.created.stream().distinct().toList(),
                storer.anomalies.stream().distinct().toList());
    }

    private void store(FhirElement attachment) {
        Optional<String> ownTitle = attachment.text("title");
        Optional<FhirElement> binary = context.references().findBinary(attachment.child("url"));
        Optional<FhirElement> content = Optional.of(attachment)
                .filter(inline -> inline.child("data").isPresent())
                .or(() -> binary.filter(found -> found.child("data").isPresent()));
        binary.filter(found -> found.root() == found).ifPresent(context.parts()::add);
        content.ifPresent(found -> documents.add(store(attachment, found, ownTitle)));
        if (binary.isEmpty()) {
            // A document that is here need not be fetched elsewhere: a link only where it leads to a web page.
            attachment
                    .text("url")
                    .filter(url -> content.isEmpty() || url.matches("(?i)https?://.*"))
                    .ifPresent(url -> links.add(link(ownTitle, url)));
        }
        if (content.isEmpty() && attachment.child("url").isEmpty()) {
            // FHIR R4, 2.24.0.6: an attachment without data and url says that its content is not available.
            ownTitle.ifPresent(links::add);
        }
        attachment.text("creation").ifPresent(created::add);
    }

    private static String link(Optional<String> title, String url) {
        return title.map(text -> text + ": " + url).orElse(url);
    }

    private DocumentRef store(FhirElement attachment, FhirElement content, Optional<String> ownTitle) {
        FhirElement data = content.child("data");
        byte[] bytes = AttachmentData.decode(data);
        AttachmentData.checkSize(attachment.child("size"), bytes);
        AttachmentData.checkHash(attachment.child("hash"), bytes);
        Optional<String> contentType = Stream.of(content, attachment)
                .flatMap(element -> element.text("contentType").stream())
                .findFirst();
        if (MediaTypeDetector.lacksSignature(bytes, contentType)) {
            anomalies.add(Anomaly.of(Anomaly.Code.ATTACHMENT_UNREADABLE, data.path()));
        }
        try {
            return context.documents().put(MediaTypeDetector.of(bytes, contentType), bytes, ownTitle.or(() -> title));
        } catch (IllegalArgumentException e) {
            throw FhirRejectionCode.TOO_LARGE.exceptionAt(data.path(), bytes.length + " bytes");
        }
    }
}
