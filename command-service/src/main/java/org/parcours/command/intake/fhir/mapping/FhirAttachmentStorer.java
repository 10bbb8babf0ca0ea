package org.parcours.command.intake.fhir.mapping;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.events.DocumentRef;

/** Stores attachments in the document store (rule 7): inline base64 data, or a Binary of the same message. */
final class FhirAttachmentStorer {

    private FhirAttachmentStorer() {}

    /** Stores the first attachment that has content. */
    static Optional<DocumentRef> storeFirst(
            ResourceContext context, List<FhirElement> attachments, Optional<String> title) {
        return attachments.stream()
                .flatMap(attachment -> store(context, attachment, title).stream())
                .findFirst();
    }

    private static Optional<DocumentRef> store(
            ResourceContext context, FhirElement attachment, Optional<String> title) {
        Optional<FhirElement> binary = attachment.text("data").isPresent()
                ? Optional.of(attachment)
                : context.references().findBinary(attachment.child("url"));
        return binary.filter(content -> content.text("data").isPresent()).map(content -> context.documents()
                .put(
                        content.text("contentType")
                                .or(() -> attachment.text("contentType"))
                                .orElse("application/octet-stream"),
                        bytes(content.child("data")),
                        attachment.text("title").or(() -> title)));
    }

    /** White space is allowed in base64 (FHIR R4, 2.24.0.1). */
    private static byte[] bytes(FhirElement data) {
        try {
            return Base64.getDecoder().decode(data.value().orElse("").replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw FhirRejectionCode.INVALID_ATTACHMENT.exceptionAt(data.path(), "base64 expected");
        }
    }
}
