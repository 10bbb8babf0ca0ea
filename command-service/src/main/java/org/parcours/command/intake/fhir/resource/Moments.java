package org.parcours.command.intake.fhir.resource;

import ca.uhn.fhir.parser.DataFormatException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.parcours.command.message.RejectionException;
import org.parcours.events.SupportedYears;

/** Times as told: with their offset, or a day, a month or a year of the hospital's, which begins when it begins. */
public record Moments(ZoneId zone) {

    private static final int DAY = "2026-03-01".length();

    public Optional<OffsetDateTime> of(@Nullable BaseDateTimeType told, String at) {
        return told == null || told.getValueAsString() == null
                ? Optional.empty()
                : Optional.of(moment(told.getValueAsString(), at));
    }

    public Optional<OffsetDateTime> startOf(@Nullable Period period, String at) {
        return period == null ? Optional.empty() : of(period.getStartElement(), at + ".start");
    }

    public Optional<OffsetDateTime> endOf(@Nullable Period period, String at) {
        return period == null ? Optional.empty() : of(period.getEndElement(), at + ".end");
    }

    /** When it is, or begins: an element of the choice type {@code [x]}. */
    public Optional<OffsetDateTime> begin(@Nullable Type told, String at) {
        return switch (told) {
            case BaseDateTimeType moment -> of(moment, at);
            case Period period -> startOf(period, at);
            case Timing timing when timing.hasEvent() -> of(timing.getEvent().getFirst(), at + ".event[0]");
            case Timing timing
            when timing.getRepeat().getBounds() instanceof Period bounds -> startOf(bounds, at + ".repeat.bounds");
            case null, default -> Optional.empty();
        };
    }

    /** When it ends, where it lasts. */
    public Optional<OffsetDateTime> end(@Nullable Type told, String at) {
        return told instanceof Period period ? endOf(period, at) : Optional.empty();
    }

    public Optional<LocalDate> day(@Nullable BaseDateTimeType told, String at) {
        // A year or a month is no birthday; nothing is guessed.
        return told == null
                        || told.getValueAsString() == null
                        || told.getValueAsString().length() < DAY
                ? Optional.empty()
                : of(told, at).map(OffsetDateTime::toLocalDate);
    }

    public Optional<OffsetDateTime> read(String told, String at) {
        if (told.isBlank()) {
            return Optional.empty();
        }
        try {
            return of(new DateTimeType(told), at);
        } catch (DataFormatException e) {
            throw new RejectionException(FhirRejections.BAD_DATE.at(at));
        }
    }

    private OffsetDateTime moment(String told, String at) {
        try {
            OffsetDateTime moment =
                    switch (told.length()) {
                        case 4 -> Year.parse(told).atDay(1).atStartOfDay(zone).toOffsetDateTime();
                        case 7 ->
                            YearMonth.parse(told).atDay(1).atStartOfDay(zone).toOffsetDateTime();
                        case 10 -> LocalDate.parse(told).atStartOfDay(zone).toOffsetDateTime();
                        default ->
                            told.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                                    ? OffsetDateTime.parse(told)
                                    : LocalDateTime.parse(told).atZone(zone).toOffsetDateTime();
                    };
            if (!SupportedYears.include(moment)) {
                throw new RejectionException(FhirRejections.BAD_DATE.at(at));
            }
            return moment;
        } catch (DateTimeException e) {
            throw new RejectionException(FhirRejections.BAD_DATE.at(at));
        }
    }
}
