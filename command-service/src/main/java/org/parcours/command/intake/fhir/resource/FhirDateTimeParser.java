package org.parcours.command.intake.fhir.resource;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Anomaly;
import org.parcours.events.IsoTimeFormat;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import org.parcours.events.SupportedYears;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

/**
 * Parses FHIR's date, dateTime and instant as precisely as they are stated (FHIR R4, 2.24.0.1). A time keeps its offset; one
 * without an offset is in the hospital's zone.
 */
public record FhirDateTimeParser(ZoneId zone) {

    private static final Pattern FORMAT = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2})"
            + "(?:T(\\d{2}:\\d{2})(?::(\\d{2}(?:\\.\\d{1,9})?)\\d*)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

    /** @throws RejectionException naming the element, if its value is not a valid time */
    public Optional<ReportedTime> parse(FhirElement element) {
        try {
            return element.value().map(this::parseText);
        } catch (DateTimeException e) {
            throw FhirRejectionCode.INVALID_DATE.exceptionAt(element.path());
        }
    }

    /** The time without accounting for it; empty where it is not valid. */
    public Optional<PartialDateTime> peek(FhirElement element) {
        try {
            return element.peekValue().map(String::strip).map(this::parseText).map(ReportedTime::value);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The time of an element of choice type {@code [x]}: a date or time itself, the start of a Period, a Timing's first
     * event or the start of its bounds.
     */
    public Optional<ReportedTime> start(FhirElement element) {
        return switch (element.typeName()) {
            case "Period" -> parse(element.child("start"));
            case "Timing" ->
                parse(element.child("event"))
                        .or(() -> Optional.of(element.child("repeat").child("bounds"))
                                .filter(bounds -> bounds.isType("Period"))
                                .flatMap(this::start));
            case "date", "dateTime", "instant" -> parse(element);
            default -> Optional.empty();
        };
    }

    /** The end of a Period; empty for any other type. */
    public Optional<ReportedTime> end(FhirElement element) {
        return element.isType("Period") ? parse(element.child("end")) : Optional.empty();
    }

    /** A date has no time zone: its digits as sent. */
    public Optional<PartialDate> date(FhirElement element) {
        try {
            return element.value().map(text -> PartialDate.parse(text.length() > 10 ? text.substring(0, 10) : text));
        } catch (DateTimeException e) {
            throw FhirRejectionCode.INVALID_DATE.exceptionAt(element.path());
        }
    }

    private ReportedTime parseText(String text) {
        Optional<OffsetDateTime> usual = IsoTimeFormat.parseUsualForm(text).filter(SupportedYears::include);
        return usual.isPresent()
                ? new ReportedTime(PartialDateTime.of(usual.get()), TimeOrigin.STATED, Optional.empty())
                : parseAnyForm(text);
    }

    private ReportedTime parseAnyForm(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("Not a FHIR dateTime");
        }
        TimePrecision precision = precision(matcher);
        LocalDateTime local = localDateTime(matcher);
        Optional<ZoneOffset> stated = Optional.ofNullable(matcher.group(6)).map(ZoneOffset::of);
        OffsetDateTime time =
                stated.map(local::atOffset).orElseGet(() -> local.atZone(zone).toOffsetDateTime());
        if (!SupportedYears.include(time)) {
            throw new DateTimeException("Outside the years 1 to 9999");
        }
        return new ReportedTime(
                new PartialDateTime(time, precision),
                stated.isPresent() ? TimeOrigin.STATED : TimeOrigin.STATED_WITHOUT_OFFSET,
                stated.isEmpty() && precision.hasTimeOfDay() ? daylightSavingAnomaly(local) : Optional.empty());
    }

    private Optional<Anomaly.Code> daylightSavingAnomaly(LocalDateTime local) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return switch (offsets.size()) {
            case 0 -> Optional.of(Anomaly.Code.TIME_DOES_NOT_EXIST);
            case 1 -> Optional.empty();
            default -> Optional.of(Anomaly.Code.TIME_AMBIGUOUS);
        };
    }

    private static TimePrecision precision(Matcher matcher) {
        if (matcher.group(2) == null) {
            return TimePrecision.YEAR;
        }
        if (matcher.group(3) == null) {
            return TimePrecision.MONTH;
        }
        if (matcher.group(4) == null) {
            return TimePrecision.DAY;
        }
        return matcher.group(5) == null ? TimePrecision.MINUTE : TimePrecision.SECOND;
    }

    private static LocalDateTime localDateTime(Matcher matcher) {
        return switch (precision(matcher)) {
            case YEAR -> Year.parse(matcher.group(1)).atDay(1).atStartOfDay();
            case MONTH ->
                YearMonth.parse(matcher.group(1) + "-" + matcher.group(2))
                        .atDay(1)
                        .atStartOfDay();
            case DAY -> date(matcher).atStartOfDay();
            case HOUR, MINUTE -> date(matcher).atTime(LocalTime.parse(matcher.group(4)));
            case SECOND -> toTheSecond(matcher);
        };
    }

    /** FHIR R4, 2.24.0.1 allows leap seconds: :60 is the second after :59. */
    private static LocalDateTime toTheSecond(Matcher matcher) {
        String seconds = matcher.group(5);
        return seconds.startsWith("60")
                ? date(matcher)
                        .atTime(LocalTime.parse(matcher.group(4) + ":59"))
                        .plusSeconds(1)
                : date(matcher).atTime(LocalTime.parse(matcher.group(4) + ":" + seconds));
    }

    private static LocalDate date(Matcher matcher) {
        return LocalDate.of(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }
}
