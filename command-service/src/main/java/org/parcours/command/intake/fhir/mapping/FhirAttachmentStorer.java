package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Reference;
import org.parcours.events.DocumentRef;

/** Stores attachments in the document store (rule 7): inline base64 data, or a Binary of the same message. */
final class FhirAttachmentStorer {

    private static final String UNKNOWN_MEDIA_TYPE = "application/octet-stream";

    private FhirAttachmentStorer() {}

    /** Stores the first attachment that has content. */
    static Optional<DocumentRef> firstDocument(
            ResourceContext context, List<Attachment> attachments, Optional<String> title) {
        return attachments.stream()
                .flatMap(attachment -> store(context, attachment, title).stream())
                .findFirst();
    }

    private static Optional<DocumentRef> store(ResourceContext context, Attachment attachment, Optional<String> title) {
        Optional<String> documentTitle =
                DataTypeMapper.nonBlank(attachment.getTitle()).or(() -> title);
        byte[] data = attachment.getData();
        if (data != null && data.length > 0) {
            String type = DataTypeMapper.nonBlank(attachment.getContentType()).orElse(UNKNOWN_MEDIA_TYPE);
            return Optional.of(context.documents().put(type, data, documentTitle));
        }
        return DataTypeMapper.nonBlank(attachment.getUrl())
                .flatMap(url -> context.resolve(new Reference(url), Binary.class))
                .filter(binary -> binary.getData() != null && binary.getData().length > 0)
                .map(binary -> context.documents()
                        .put(
                                DataTypeMapper.nonBlank(binary.getContentType())
                                        .or(() -> DataTypeMapper.nonBlank(attachment.getContentType()))
                                        .orElse(UNKNOWN_MEDIA_TYPE),
                                binary.getData(),
                                documentTitle));
    }
}
