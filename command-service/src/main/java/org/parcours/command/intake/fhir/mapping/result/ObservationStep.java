package org.parcours.command.intake.fhir.mapping.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStepKindResolver;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.order.ResultClassifier;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** An Observation as a step of the catalogue: vital signs, a survey, an examination of the patient. */
record ObservationStep(StepRecorded event, Optional<String> category, List<DocumentRef> furtherDocuments) {

    static ObservationStep of(ResourceContext context, Coding code, ResultState state, List<Observation> values) {
        FhirElement observation = context.resource();
        List<DocumentRef> documents =
                values.stream().flatMap(value -> value.document().stream()).toList();
        Optional<String> focus = new ObservationStatements(context, observation).focus();
        StepRecorded event = new StepRecorded(
                kind(context, observation),
                context.identifier(),
                status(state),
                Optional.of(
                        code.label() + focus.map(other -> " (" + other + ")").orElse("")),
                documents.stream().findFirst(),
                details(values));
        return new ObservationStep(
                event,
                ConceptText.labels(observation.children("category")),
                documents.stream().skip(1).toList());
    }

    private static String kind(ResourceContext context, FhirElement observation) {
        String kind = new CatalogueStepKindResolver(context.settings())
                .resolve(observation.child("code"), observation.children("category"));
        boolean isVitalSign = kind.equals("other") && new ResultClassifier(context, observation).isVitalSign();
        return isVitalSign ? "nursing" : kind;
    }

    private static StepStatus status(ResultState state) {
        return switch (state) {
            case REGISTERED -> StepStatus.PLANNED;
            case PRELIMINARY -> StepStatus.IN_PROGRESS;
            case FINAL, AMENDED, ENTERED_IN_ERROR -> StepStatus.DONE;
            case CANCELLED -> StepStatus.CANCELLED;
            case UNKNOWN -> StepStatus.UNKNOWN;
        };
    }

    /** All values: several of one label are numbered. */
    private static Map<String, String> details(List<Observation> values) {
        Map<String, String> details = new LinkedHashMap<>();
        for (Observation value : values) {
            String label = value.code().label()
                    + value.subId().map(group -> " (" + group + ")").orElse("");
            String unique = label;
            for (int i = 2; details.containsKey(unique); i++) {
                unique = label + " " + i;
            }
            details.put(unique, text(value));
        }
        return details;
    }

    private static String text(Observation value) {
        String measured = value.unit()
                .filter(_ -> !value.value().isEmpty())
                .map(unit -> value.value() + " " + unit)
                .orElse(value.value());
        String remarks = String.join(
                "; ",
                Stream.of(
                                value.flag().stream(),
                                value.range().stream(),
                                value.notes().stream(),
                                value.observedAt().map(time -> time.text()).stream(),
                                value.status().filter(ObservationStatus::isWithdrawal).map(_ -> "✗").stream())
                        .flatMap(each -> each)
                        .toList());
        if (remarks.isEmpty()) {
            return measured.isEmpty() ? "—" : measured;
        }
        return measured.isEmpty() ? "— (" + remarks + ")" : measured + " (" + remarks + ")";
    }
}
