package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.nonBlank;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Reference;
import org.parcours.events.DocumentRef;

/** Stores attachments in the document store (rule 7): inline base64 data, or a Binary of the same message. */
final class FhirAttachmentStorer {

    private FhirAttachmentStorer() {}

    /** Stores the first attachment that has content. */
    static Optional<DocumentRef> storeFirst(
            ResourceContext context, List<Attachment> attachments, Optional<String> title) {
        return attachments.stream()
                .flatMap(attachment -> store(context, attachment, title).stream())
                .findFirst();
    }

    private static Optional<DocumentRef> store(ResourceContext context, Attachment attachment, Optional<String> title) {
        boolean inline = attachment.getData() != null && attachment.getData().length > 0;
        Optional<Binary> binary = inline
                ? Optional.of(new Binary().setData(attachment.getData()))
                : nonBlank(attachment.getUrl()).flatMap(url -> context.resolve(new Reference(url), Binary.class));
        return binary.filter(content -> content.getData() != null && content.getData().length > 0)
                .map(content -> context.documents()
                        .put(
                                nonBlank(content.getContentType())
                                        .or(() -> nonBlank(attachment.getContentType()))
                                        .orElse("application/octet-stream"),
                                content.getData(),
                                nonBlank(attachment.getTitle()).or(() -> title)));
    }
}
