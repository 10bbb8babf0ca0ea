package org.parcours.command.intake.fhir.mapping.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.attachment.FhirAttachmentStorer;
import org.parcours.command.intake.fhir.mapping.attachment.StoredAttachments;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.events.DetailKey;

/** The documents of a DiagnosticReport: its presented forms, and the images that it shows ({@code media}). */
record ReportDocuments(ResourceContext context, AnnotationsBuilder annotations) {

    StoredAttachments store(String title) {
        FhirElement report = context.resource();
        List<FhirElement> attachments = new ArrayList<>(report.children("presentedForm"));
        for (FhirElement media : report.children("media")) {
            Optional<FhirElement> image = context.resolve(media.child("link"), "Media");
            image.ifPresent(found -> {
                attachments.add(found.child("content"));
                describe(found);
            });
            annotations.detail(DetailKey.IMAGES, image(media, image));
        }
        return FhirAttachmentStorer.storeAll(context, attachments, Optional.of(title));
    }

    private Optional<String> image(FhirElement media, Optional<FhirElement> image) {
        Optional<String> name = image.isPresent()
                ? image.get().child("content").text("title")
                : ReferenceLabel.of(context, media.child("link"));
        Optional<String> comment = media.text("comment");
        return name.map(text -> comment.map(words -> text + " (" + words + ")").orElse(text))
                .or(() -> comment);
    }

    /** What a Media states besides its content. */
    private void describe(FhirElement media) {
        if (media.root() == media) {
            context.parts().add(media);
        }
        annotations
                .detail(DetailKey.SITE, ConceptText.label(media.child("bodySite")))
                .notes(media.children("note"));
    }
}
