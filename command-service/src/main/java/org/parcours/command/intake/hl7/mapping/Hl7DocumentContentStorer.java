package org.parcours.command.intake.hl7.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.EventAnnotations;

/** Stores the encapsulated documents of one report in the document store (rule 7). */
final class Hl7DocumentContentStorer {

    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    /**
     * @param documents in the order of their OBX; those that cannot be decoded come last
     * @param coveringTexts what the sender wrote to the recipients of the document
     * @param anomalies one for each document that cannot be decoded and is kept as sent
     */
    record StoredDocuments(
            List<DocumentRef> documents,
            DocumentProperties properties,
            List<String> coveringTexts,
            List<Anomaly> anomalies) {

        Optional<DocumentRef> main() {
            return documents.stream().findFirst();
        }

        /** With a text beside the encapsulated documents. */
        StoredDocuments with(Optional<DocumentRef> text) {
            return new StoredDocuments(
                    Stream.concat(documents.stream(), text.stream()).toList(), properties, coveringTexts, anomalies);
        }

        /** The fact of the report, whose event contains {@link #main()}, with all others. */
        Fact annotate(Fact fact) {
            EventAnnotations annotations = fact.annotations();
            List<String> notes = new ArrayList<>(annotations.notes());
            notes.addAll(coveringTexts);
            return fact.withAnnotations(annotations
                            .withNotes(notes)
                            .withAttachments(documents.stream().skip(1).toList())
                            .withDetail(DetailKey.DESTINATION, properties.destinations()))
                    .withAnomalies(anomalies);
        }
    }

    private record Found(Hl7Segment obx, EncapsulatedData data) {}

    private final Hl7MappingContext context;
    private final DocumentProperties properties;
    private final Optional<String> title;

    private Hl7DocumentContentStorer(Hl7MappingContext context, DocumentProperties properties, Optional<String> title) {
        this.context = context;
        this.properties = properties;
        this.title = title;
    }

    /**
     * Stores the documents of the OBX segments that are not withdrawn.
     *
     * @param title of documents whose OBX-3 has no text
     * @param hasOtherContent whether the report says something without its documents
     */
    static StoredDocuments store(
            Hl7MappingContext context, List<Hl7Segment> segments, Optional<String> title, boolean hasOtherContent) {
        DocumentProperties properties = DocumentProperties.of(segments, context.segment("TXA"));
        return new Hl7DocumentContentStorer(context, properties, title).store(segments, hasOtherContent);
    }

    /** Stores a text that was sent as observations. */
    static Optional<DocumentRef> storeText(
            Hl7MappingContext context, List<Hl7Segment> segments, Optional<String> title) {
        String text = Hl7ObservationMapper.joinText(context, segments);
        DocumentProperties properties = DocumentProperties.of(segments, context.segment("TXA"));
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hl7DocumentContentStorer(context, properties, title)
                        .put(PLAIN_TEXT, text.getBytes(StandardCharsets.UTF_8), title));
    }

    private StoredDocuments store(List<Hl7Segment> segments, boolean hasOtherContent) {
        List<Found> found = segments.stream()
                .filter(segment -> segment.is("OBX") && Hl7ObservationValue.isDocument(segment))
                .filter(Hl7ObservationMapper::isNotWithdrawn)
                .flatMap(obx -> EncapsulatedData.of(obx).stream().map(data -> new Found(obx, data)))
                .toList();
        boolean anyReadable = hasOtherContent
                || found.stream().anyMatch(document -> document.data().bytes().isPresent());
        List<DocumentRef> documents = new ArrayList<>();
        List<DocumentRef> unreadable = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Found document : found) {
            EncapsulatedData data = document.data();
            boolean covering = DocumentProperties.isCoveringText(document.obx());
            if (data.bytes().isPresent() && covering) {
                texts.add(title(document.obx()).map(label -> label + " : ").orElse("")
                        + new String(data.bytes().get(), StandardCharsets.UTF_8).strip());
            } else if (data.bytes().isPresent()) {
                documents.add(put(data.mediaType(), data.bytes().get(), title(document.obx())));
            } else if (anyReadable || covering || data.isTruncated()) {
                unreadable.add(
                        put(data.mediaType(), data.text().getBytes(StandardCharsets.UTF_8), title(document.obx())));
            } else {
                throw Hl7RejectionCode.CONTENT_UNREADABLE.exceptionAt("OBX-5");
            }
        }
        List<Anomaly> anomalies =
                unreadable.isEmpty() ? List.of() : List.of(Anomaly.of(Anomaly.Code.ATTACHMENT_UNREADABLE, "OBX-5"));
        documents.addAll(unreadable);
        return new StoredDocuments(documents, properties, texts, anomalies);
    }

    private Optional<String> title(Hl7Segment obx) {
        return Hl7DataTypeMapper.coding(obx.field(3)).flatMap(Coding::text).or(() -> title);
    }

    private DocumentRef put(String mediaType, byte[] bytes, Optional<String> documentTitle) {
        return context.documents().put(mediaType, bytes, documentTitle).withRestrictions(properties.restrictions());
    }
}
