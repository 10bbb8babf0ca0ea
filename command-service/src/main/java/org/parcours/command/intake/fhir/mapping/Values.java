package org.parcours.command.intake.fhir.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.parcours.command.intake.fhir.resource.FhirRejections;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.ObservationStatus;

/** What was observed: the value itself, its components, and those of a panel. */
final class Values {

    private Values() {}

    static List<org.parcours.events.Observation> of(Told told, List<Observation> observations) {
        List<org.parcours.events.Observation> values = new ArrayList<>();
        observations.forEach(observation -> add(told, observation, values, 0));
        if (values.size() > told.settings().maxValues()) {
            throw new RejectionException(FhirRejections.TOO_MUCH.at(
                    told.at(), "the limit is " + told.settings().maxValues()));
        }
        return values;
    }

    private static final int DEEPEST_PANEL = 8;

    private static void add(
            Told told, Observation observation, List<org.parcours.events.Observation> values, int depth) {
        Optional<ObservationStatus> status = status(observation);
        Words.coding(observation.getCode())
                .ifPresent(code -> value(observation.getValue(), observation.getDataAbsentReason())
                        .map(value -> asLongAsItMayBe(
                                told,
                                code,
                                value,
                                unit(observation.getValue()),
                                range(observation.getReferenceRange()),
                                Words.coding(observation.getInterpretation()).map(Coding::key),
                                status))
                        .ifPresent(values::add));
        for (ObservationComponentComponent component : observation.getComponent()) {
            Words.coding(component.getCode())
                    .ifPresent(code -> value(component.getValue(), component.getDataAbsentReason())
                            .map(value -> asLongAsItMayBe(
                                    told,
                                    code,
                                    value,
                                    unit(component.getValue()),
                                    range(component.getReferenceRange()),
                                    Words.coding(component.getInterpretation()).map(Coding::key),
                                    status))
                            .ifPresent(values::add));
        }
        if (depth < DEEPEST_PANEL) {
            observation.getHasMember().stream()
                    .flatMap(member -> told.references().resolve(member, observation).stream())
                    .filter(Observation.class::isInstance)
                    .forEach(member -> add(told, (Observation) member, values, depth + 1));
        }
    }

    private static org.parcours.events.Observation asLongAsItMayBe(
            Told told,
            Coding code,
            String value,
            Optional<String> unit,
            Optional<String> range,
            Optional<String> flag,
            Optional<ObservationStatus> status) {
        int limit = told.settings().maxText();
        if (value.length() <= limit) {
            return new org.parcours.events.Observation(
                    code, value, unit, range, flag, Optional.empty(), status, Optional.empty());
        }
        DocumentRef whole = told.documents()
                .put("text/plain; charset=utf-8", value.getBytes(StandardCharsets.UTF_8), Optional.of(code.label()));
        return new org.parcours.events.Observation(
                code, value.substring(0, limit) + "…", unit, range, flag, Optional.empty(), status, Optional.of(whole));
    }

    private static Optional<ObservationStatus> status(Observation observation) {
        return observation.getStatus() == null
                ? Optional.empty()
                : Optional.ofNullable(
                        switch (observation.getStatus()) {
                            case REGISTERED, PRELIMINARY -> ObservationStatus.PRELIMINARY;
                            case FINAL -> ObservationStatus.FINAL;
                            case AMENDED, CORRECTED -> ObservationStatus.CORRECTED;
                            case CANCELLED, ENTEREDINERROR -> ObservationStatus.WITHDRAWN;
                            case UNKNOWN, NULL -> null;
                        });
    }

    /** As text; where there is none, why. */
    static Optional<String> value(@Nullable Type told, CodeableConcept absent) {
        return Optional.ofNullable(told).flatMap(Values::value).or(() -> Words.coding(absent)
                .map(Coding::label));
    }

    private static Optional<String> value(Type told) {
        return switch (told) {
            case Quantity quantity -> Words.number(quantity);
            case CodeableConcept concept -> Words.coding(concept).map(Coding::label);
            case BooleanType flag -> Words.text(flag.getValueAsString());
            case PrimitiveType<?> primitive -> Words.text(primitive.getValueAsString());
            case Range range -> range(range);
            case Ratio ratio ->
                Words.quantity(ratio.getNumerator())
                        .flatMap(over -> Words.quantity(ratio.getDenominator()).map(under -> over + " : " + under));
            case Period period ->
                Optional.of(String.join(
                        " – ",
                        Words.text(period.getStartElement().getValueAsString()).orElse("…"),
                        Words.text(period.getEndElement().getValueAsString()).orElse("…")));
            case SampledData samples -> Words.text(samples.getData());
            default -> Optional.empty();
        };
    }

    private static Optional<String> unit(@Nullable Type told) {
        return told instanceof Quantity quantity ? Words.unit(quantity) : Optional.empty();
    }

    private static Optional<String> range(List<ObservationReferenceRangeComponent> told) {
        return Optional.of(told.stream()
                        .flatMap(each -> Words.text(each.getText())
                                .or(() ->
                                        range(new Range().setLow(each.getLow()).setHigh(each.getHigh())))
                                .stream())
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> range(Range range) {
        Optional<String> low = Words.quantity(range.getLow());
        Optional<String> high = Words.quantity(range.getHigh());
        return low.isEmpty() && high.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        low.isEmpty()
                                ? "≤ " + high.get()
                                : high.map(top -> low.get() + " – " + top).orElseGet(() -> "≥ " + low.get()));
    }
}
