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
import org.parcours.command.intake.fhir.resource.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.ObservationStatus;

/** Maps the values of Observations: of the observation itself, its components, and the members of a panel. */
final class ObservationValueMapper {

    private ObservationValueMapper() {}

    static List<org.parcours.events.Observation> map(ResourceContext context, List<Observation> observations) {
        List<org.parcours.events.Observation> values = new ArrayList<>();
        observations.forEach(observation -> add(context, observation, values, 0));
        if (values.size() > context.settings().maxValues()) {
            throw new RejectionException(FhirRejectionCode.TOO_MANY_VALUES.at(
                    context.path(), "the limit is " + context.settings().maxValues()));
        }
        return values;
    }

    private static final int MAX_PANEL_DEPTH = 8;

    private static void add(
            ResourceContext context, Observation observation, List<org.parcours.events.Observation> values, int depth) {
        Optional<ObservationStatus> status = status(observation);
        DataTypeMapper.coding(observation.getCode()).ifPresent(code -> valueText(
                        observation.getValue(), observation.getDataAbsentReason())
                .map(value -> withinLimit(
                        context,
                        code,
                        value,
                        unit(observation.getValue()),
                        rangeText(observation.getReferenceRange()),
                        DataTypeMapper.coding(observation.getInterpretation()).map(Coding::key),
                        status))
                .ifPresent(values::add));
        for (ObservationComponentComponent component : observation.getComponent()) {
            DataTypeMapper.coding(component.getCode()).ifPresent(code -> valueText(
                            component.getValue(), component.getDataAbsentReason())
                    .map(value -> withinLimit(
                            context,
                            code,
                            value,
                            unit(component.getValue()),
                            rangeText(component.getReferenceRange()),
                            DataTypeMapper.coding(component.getInterpretation()).map(Coding::key),
                            status))
                    .ifPresent(values::add));
        }
        if (depth < MAX_PANEL_DEPTH) {
            observation.getHasMember().stream()
                    .flatMap(member -> context.references().resolve(member, observation).stream())
                    .filter(Observation.class::isInstance)
                    .forEach(member -> add(context, (Observation) member, values, depth + 1));
        }
    }

    /** A text beyond the limit is stored as a document; the value has its beginning. */
    private static org.parcours.events.Observation withinLimit(
            ResourceContext context,
            Coding code,
            String value,
            Optional<String> unit,
            Optional<String> range,
            Optional<String> flag,
            Optional<ObservationStatus> status) {
        int limit = context.settings().maxText();
        if (value.length() <= limit) {
            return new org.parcours.events.Observation(
                    code, value, unit, range, flag, Optional.empty(), status, Optional.empty());
        }
        DocumentRef fullText = context.documents()
                .put("text/plain; charset=utf-8", value.getBytes(StandardCharsets.UTF_8), Optional.of(code.label()));
        return new org.parcours.events.Observation(
                code,
                value.substring(0, limit) + "…",
                unit,
                range,
                flag,
                Optional.empty(),
                status,
                Optional.of(fullText));
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

    /** The value as text; without a value, the reason why it is absent. */
    static Optional<String> valueText(@Nullable Type value, CodeableConcept absentReason) {
        return Optional.ofNullable(value)
                .flatMap(ObservationValueMapper::valueText)
                .or(() -> DataTypeMapper.coding(absentReason).map(Coding::label));
    }

    private static Optional<String> valueText(Type value) {
        return switch (value) {
            case Quantity quantity -> DataTypeMapper.numberText(quantity);
            case CodeableConcept concept -> DataTypeMapper.coding(concept).map(Coding::label);
            case BooleanType flag -> DataTypeMapper.nonBlank(flag.getValueAsString());
            case PrimitiveType<?> primitive -> DataTypeMapper.nonBlank(primitive.getValueAsString());
            case Range range -> rangeText(range);
            case Ratio ratio ->
                DataTypeMapper.quantityText(ratio.getNumerator())
                        .flatMap(over -> DataTypeMapper.quantityText(ratio.getDenominator())
                                .map(under -> over + " : " + under));
            case Period period ->
                Optional.of(String.join(
                        " – ",
                        DataTypeMapper.nonBlank(period.getStartElement().getValueAsString())
                                .orElse("…"),
                        DataTypeMapper.nonBlank(period.getEndElement().getValueAsString())
                                .orElse("…")));
            case SampledData samples -> DataTypeMapper.nonBlank(samples.getData());
            default -> Optional.empty();
        };
    }

    private static Optional<String> unit(@Nullable Type value) {
        return value instanceof Quantity quantity ? DataTypeMapper.unit(quantity) : Optional.empty();
    }

    private static Optional<String> rangeText(List<ObservationReferenceRangeComponent> ranges) {
        return Optional.of(ranges.stream()
                        .flatMap(range -> DataTypeMapper.nonBlank(range.getText())
                                .or(() -> rangeText(
                                        new Range().setLow(range.getLow()).setHigh(range.getHigh())))
                                .stream())
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> rangeText(Range range) {
        Optional<String> low = DataTypeMapper.quantityText(range.getLow());
        Optional<String> high = DataTypeMapper.quantityText(range.getHigh());
        return low.isEmpty() && high.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        low.isEmpty()
                                ? "≤ " + high.get()
                                : high.map(top -> low.get() + " – " + top).orElseGet(() -> "≥ " + low.get()));
    }
}
