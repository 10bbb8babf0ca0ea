package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.nonBlank;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.quantityText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.parcours.command.intake.ObservationTextLimiter;
import org.parcours.command.intake.fhir.resource.FhirRejectionCode;
import org.parcours.events.Coding;
import org.parcours.events.ObservationStatus;

/** Maps the values of Observations: of the observation itself, its components, and the members of a panel. */
final class FhirToDomainObservationMapper {

    private static final int MAX_PANEL_DEPTH = 8;

    private FhirToDomainObservationMapper() {}

    static List<org.parcours.events.Observation> map(ResourceContext context, List<Observation> observations) {
        List<org.parcours.events.Observation> values = new ArrayList<>();
        observations.forEach(observation -> add(context, observation, values, 0));
        int limit = context.settings().maxValues();
        if (values.size() > limit) {
            throw FhirRejectionCode.TOO_MANY_VALUES.exceptionAt(context.path(), "the limit is " + limit);
        }
        return values;
    }

    private static void add(
            ResourceContext context, Observation observation, List<org.parcours.events.Observation> values, int depth) {
        ObservationTextLimiter limiter = new ObservationTextLimiter(
                context.documents(), context.settings().maxText());
        Stream.concat(
                        Stream.of(observation),
                        observation.getComponent().stream().map(component -> asObservation(component, observation)))
                .flatMap(each -> value(each).stream())
                .map(limiter::limit)
                .forEach(values::add);
        if (depth < MAX_PANEL_DEPTH) {
            observation.getHasMember().stream()
                    .flatMap(member -> context.references().resolve(member, observation).stream())
                    .filter(Observation.class::isInstance)
                    .forEach(member -> add(context, (Observation) member, values, depth + 1));
        }
    }

    private static Observation asObservation(ObservationComponentComponent component, Observation parent) {
        return new Observation()
                .setStatus(parent.getStatus())
                .setCode(component.getCode())
                .setValue(component.getValue())
                .setDataAbsentReason(component.getDataAbsentReason())
                .setReferenceRange(component.getReferenceRange())
                .setInterpretation(component.getInterpretation());
    }

    private static Optional<org.parcours.events.Observation> value(Observation observation) {
        return coding(observation.getCode())
                .flatMap(code -> valueText(observation.getValue(), observation.getDataAbsentReason())
                        .map(text -> new org.parcours.events.Observation(
                                code,
                                text,
                                unit(observation.getValue()),
                                rangeText(observation.getReferenceRange()),
                                coding(observation.getInterpretation()).map(Coding::key),
                                Optional.empty(),
                                status(observation),
                                Optional.empty())));
    }

    private static Optional<ObservationStatus> status(Observation observation) {
        return Optional.ofNullable(
                switch (observation.getStatus()) {
                    case REGISTERED, PRELIMINARY -> ObservationStatus.PRELIMINARY;
                    case FINAL -> ObservationStatus.FINAL;
                    case AMENDED, CORRECTED -> ObservationStatus.CORRECTED;
                    case CANCELLED, ENTEREDINERROR -> ObservationStatus.WITHDRAWN;
                    case null -> null;
                    case UNKNOWN, NULL -> null;
                });
    }

    /** The value as text; without a value, the reason why it is absent. */
    private static Optional<String> valueText(@Nullable Type value, CodeableConcept absentReason) {
        return Optional.ofNullable(value)
                .flatMap(FhirToDomainObservationMapper::valueText)
                .or(() -> coding(absentReason).map(Coding::label));
    }

    private static Optional<String> valueText(Type value) {
        return switch (value) {
            case Quantity quantity -> DataTypeMapper.numberText(quantity);
            case CodeableConcept concept -> coding(concept).map(Coding::label);
            case PrimitiveType<?> primitive -> nonBlank(primitive.getValueAsString());
            case Range range -> rangeText(range);
            case Ratio ratio ->
                quantityText(ratio.getNumerator())
                        .flatMap(over -> quantityText(ratio.getDenominator()).map(under -> over + " : " + under));
            case Period period ->
                Optional.of(nonBlank(period.getStartElement().getValueAsString())
                                .orElse("…")
                        + " – "
                        + nonBlank(period.getEndElement().getValueAsString()).orElse("…"));
            case SampledData samples -> nonBlank(samples.getData());
            default -> Optional.empty();
        };
    }

    private static Optional<String> unit(@Nullable Type value) {
        return value instanceof Quantity quantity ? DataTypeMapper.unit(quantity) : Optional.empty();
    }

    private static Optional<String> rangeText(List<ObservationReferenceRangeComponent> ranges) {
        return Optional.of(ranges.stream()
                        .flatMap(range -> nonBlank(range.getText())
                                .or(() -> rangeText(
                                        new Range().setLow(range.getLow()).setHigh(range.getHigh())))
                                .stream())
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> rangeText(Range range) {
        Optional<String> low = quantityText(range.getLow());
        Optional<String> high = quantityText(range.getHigh());
        return low.isEmpty()
                ? high.map(top -> "≤ " + top)
                : low.map(bottom -> high.map(top -> bottom + " – " + top).orElse("≥ " + bottom));
    }
}
