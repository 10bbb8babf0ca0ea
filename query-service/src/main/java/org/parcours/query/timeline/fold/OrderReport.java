package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;

/**
 * The events of one report of an examination. One order may have several: with filler numbers of their own, or the
 * antibiograms of two germs, which differ by their parent result. A report that is known by several numbers (ADR 0037) may
 * be sent with any of them.
 */
final class OrderReport {

    private final List<Envelope> events = new ArrayList<>();
    private final Set<Identifier> ownNumbers = new HashSet<>();
    private Optional<OrderNumbers> numbers = Optional.empty();

    private OrderReport() {}

    /** @param ofExamination the events of one examination in log order; those without a result join the first report */
    static List<OrderReport> split(List<Envelope> ofExamination) {
        List<OrderReport> reports = new ArrayList<>();
        for (Envelope envelope : ofExamination) {
            resultNumbers(envelope)
                    .ifPresent(numbers -> of(reports, envelope, numbers).add(envelope, numbers));
        }
        joinRenumberedCorrections(reports);
        if (reports.isEmpty()) {
            reports.add(new OrderReport());
        }
        ofExamination.stream()
                .filter(envelope -> resultNumbers(envelope).isEmpty())
                .forEach(reports.getFirst().events::add);
        return reports;
    }

    /**
     * Some laboratories number a correction anew: what only corrects belongs to the only other report of its
     * collection.
     */
    private static void joinRenumberedCorrections(List<OrderReport> reports) {
        for (OrderReport correction : List.copyOf(reports)) {
            List<OrderReport> others = reports.stream()
                    .filter(other -> other != correction && other.isOfSameCollection(correction))
                    .toList();
            if (others.size() == 1 && correction.events.stream().allMatch(OrderReport::isCorrection)) {
                others.getFirst().events.addAll(correction.events);
                reports.remove(correction);
            }
        }
    }

    private boolean isOfSameCollection(OrderReport other) {
        return numbers.flatMap(own -> other.numbers.map(own::hasSameParent)).orElse(false)
                && events.stream().anyMatch(event -> event.occurredAt()
                        .isEqual(other.events.getFirst().occurredAt()));
    }

    private static boolean isCorrection(Envelope envelope) {
        return switch (envelope.event()) {
            case ResultCorrected _ -> true;
            case ImagingReported report -> report.status() == ImagingReportStatus.CORRECTED;
            default -> false;
        };
    }

    List<Envelope> events() {
        return events;
    }

    /** Whether an event of the whole order is about this report too: a withdrawal may name one of several. */
    boolean mayConcern(Envelope envelope) {
        return resultNumbers(envelope)
                .flatMap(other -> numbers.map(own -> own.mayBeSameReport(other) || sharesOwnNumber(envelope, other)))
                .orElse(true);
    }

    private boolean sharesOwnNumber(Envelope envelope, OrderNumbers itsNumbers) {
        return numbers.filter(own -> own.hasSameParent(itsNumbers)).isPresent()
                && !Collections.disjoint(ownNumbers, ownNumbers(envelope));
    }

    private static OrderReport of(List<OrderReport> reports, Envelope envelope, OrderNumbers numbers) {
        return reports.stream()
                .filter(report -> report.sharesOwnNumber(envelope, numbers))
                .findFirst()
                .or(() -> reports.stream()
                        .filter(report -> report.numbers
                                .filter(own -> own.mayBeSameReport(numbers))
                                .isPresent())
                        .findFirst())
                .orElseGet(() -> {
                    OrderReport report = new OrderReport();
                    reports.add(report);
                    return report;
                });
    }

    private void add(Envelope envelope, OrderNumbers itsNumbers) {
        events.add(envelope);
        ownNumbers.addAll(ownNumbers(envelope));
        // The first message of a report may lack the filler number.
        if (numbers.flatMap(OrderNumbers::filler).isEmpty()) {
            numbers = Optional.of(itsNumbers);
        }
    }

    /** The report's own numbers, of which it has several: those of the values that it contains are not. */
    private static Set<Identifier> ownNumbers(Envelope envelope) {
        Set<Identifier> numbers = new HashSet<>();
        envelope.annotations().otherKeys().stream()
                .filter(key -> key.family().equals("filler-order"))
                .forEach(key -> numbers.add(key.identifier()));
        Optional<Identifier> filler = resultNumbers(envelope).flatMap(OrderNumbers::filler);
        values(envelope).stream()
                .map(Observation::identifiers)
                .filter(ofValue -> filler.stream().noneMatch(number -> isAmong(ofValue, number)))
                .forEach(ofValue -> numbers.removeIf(number -> isAmong(ofValue, number)));
        filler.ifPresent(numbers::add);
        return numbers;
    }

    private static boolean isAmong(List<Identifier> numbers, Identifier number) {
        return numbers.stream().anyMatch(number::isSameNumberAs);
    }

    private static List<Observation> values(Envelope envelope) {
        return switch (envelope.event()) {
            case ResultIssued result -> result.observations();
            case ResultCorrected result -> result.observations();
            case ImagingReported report -> report.observations();
            default -> List.of();
        };
    }

    private static Optional<OrderNumbers> resultNumbers(Envelope envelope) {
        return switch (envelope.event()) {
            case ResultIssued result -> Optional.of(result.order());
            case ResultCorrected result -> Optional.of(result.order());
            case ResultWithdrawn result -> Optional.of(result.order());
            case ImagingReported report -> Optional.of(report.order());
            default -> Optional.empty();
        };
    }
}
