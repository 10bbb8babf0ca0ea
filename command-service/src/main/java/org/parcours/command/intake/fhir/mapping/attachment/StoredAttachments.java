package org.parcours.command.intake.fhir.mapping.attachment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.EventAnnotations;

/**
 * The attachments of a resource.
 *
 * @param documents stored here, in order
 * @param links documents elsewhere: their titles and URLs; nothing is fetched
 * @param created when the documents were created, as stated
 * @param anomalies of documents that seem damaged
 */
public record StoredAttachments(
        List<DocumentRef> documents, List<String> links, List<String> created, List<Anomaly> anomalies) {

    public Optional<DocumentRef> main() {
        return documents.stream().findFirst();
    }

    /** The fact, whose event has the main document, with the others and the links. */
    public Fact annotate(Fact fact) {
        EventAnnotations annotations = fact.annotations();
        List<DocumentRef> attachments = Stream.concat(
                        annotations.attachments().stream(), documents.stream().skip(1))
                .toList();
        Fact annotated = fact.withAnnotations(annotations
                .withAttachments(attachments)
                .withDetail(DetailKey.LINKS, joined("\n", links))
                .withDetail(DetailKey.DOCUMENT_CREATED_AT, joined(", ", created)));
        return anomalies.isEmpty() ? annotated : annotated.withAnomalies(anomalies);
    }

    private static Optional<String> joined(String delimiter, List<String> texts) {
        return Optional.of(String.join(delimiter, texts)).filter(text -> !text.isEmpty());
    }
}
