package org.parcours.command.intake.fhir.mapping.order;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.FhirValueText;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.datatype.OccurrenceTimingText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.events.DetailKey;

/** What a ServiceRequest states besides the fields of the event of its order. */
record OrderDetails(ResourceContext context, AnnotationsBuilder annotations) {

    /**
     * @param surgery whether the event names the first place and performer itself
     * @param ordered whether the event names the planned time, the priority and the prescriber itself
     */
    void add(boolean surgery, boolean ordered) {
        FhirElement request = context.resource();
        FhirElement occurrence = request.child("occurrence");
        int named = surgery ? 1 : 0;
        if (!ordered) {
            annotations
                    .detail(DetailKey.START, context.start("occurrence").map(time -> time.value()
                            .text()))
                    .detail(DetailKey.PRIORITY, request.text("priority"))
                    .detail(DetailKey.PRESCRIBER, ReferenceLabel.people(context, List.of(request.child("requester"))));
        }
        annotations
                .detail(
                        DetailKey.END,
                        context.end("occurrence").map(ReportedTime::value).map(time -> time.text()))
                .detail(
                        DetailKey.TIMING,
                        occurrence.isType("Timing") ? OccurrenceTimingText.of(occurrence) : Optional.empty())
                .detail(DetailKey.AS_NEEDED, asNeeded(request.child("asNeeded")))
                .detail(DetailKey.QUANTITY, FhirValueText.of(request.child("quantity")))
                .detail(DetailKey.PERFORMER, people(request.children("performer"), named))
                .detail(DetailKey.PERFORMER, ConceptText.label(request.child("performerType")))
                .detail(DetailKey.PLACE, labels(request.children("locationReference"), named))
                .detail(DetailKey.PLACE, ConceptText.labels(request.children("locationCode")))
                .detail(DetailKey.REASON, ConceptText.labels(request.children("reasonCode")))
                .detail(DetailKey.REASON, ReferenceLabel.of(context, request.children("reasonReference")))
                .detail(DetailKey.SITE, ConceptText.labels(request.children("bodySite")))
                .detail(DetailKey.INSTRUCTIONS, instructions(request))
                .detail(DetailKey.CATEGORY, category(request))
                .detail(DetailKey.REQUISITION, ReferenceLabel.number(request.child("requisition")))
                .detail(DetailKey.REPLACES, ReferenceLabel.of(context, request.children("replaces")))
                .detail(DetailKey.OTHER_ORDERS, ReferenceLabel.of(context, request.children("basedOn")))
                .detail(DetailKey.INSURANCE, ReferenceLabel.of(context, request.children("insurance")))
                .detail(
                        DetailKey.SUPPORTING_INFORMATION,
                        ReferenceLabel.of(context, request.children("supportingInfo")))
                .notes(request.children("note"));
        SpecimenDescription.addReferenced(context, request.children("specimen"), annotations);
    }

    /** The reason for a request that is not to be carried out in any case; {@code true} without one. */
    private static Optional<String> asNeeded(FhirElement asNeeded) {
        return FhirValueText.of(asNeeded)
                .filter(text -> !text.equals("false"))
                .map(text -> text.equals("true") ? "✓" : text);
    }

    private static Optional<String> instructions(FhirElement request) {
        return JoinedText.joined(Stream.concat(
                request.children("orderDetail").stream().flatMap(detail -> ConceptText.label(detail).stream()),
                request.text("patientInstruction").stream()));
    }

    private static Optional<String> category(FhirElement request) {
        Optional<String> title = ConceptText.label(request.child("code"));
        return ConceptText.labels(request.children("category")).filter(label -> !title.equals(Optional.of(label)));
    }

    private Optional<String> people(List<FhirElement> references, int skipped) {
        return ReferenceLabel.people(context, references.stream().skip(skipped).toList());
    }

    private Optional<String> labels(List<FhirElement> references, int skipped) {
        return ReferenceLabel.of(context, references.stream().skip(skipped).toList());
    }
}
