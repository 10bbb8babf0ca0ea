package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Envelope;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.OrderNumbers;

/**
 * The events of one report of an examination. One order may have several: with filler numbers of their own, or the
 * antibiograms of two germs, which differ by their parent result.
 */
final class OrderReport {

    private final List<Envelope> events = new ArrayList<>();
    private Optional<OrderNumbers> numbers = Optional.empty();

    private OrderReport() {}

    /** @param ofExamination the events of one examination in log order; those without a result join the first report */
    static List<OrderReport> split(List<Envelope> ofExamination) {
        List<OrderReport> reports = new ArrayList<>();
        for (Envelope envelope : ofExamination) {
            resultNumbers(envelope).ifPresent(numbers -> of(reports, numbers).add(envelope, numbers));
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
                .flatMap(other -> numbers.map(own -> own.mayBeSameReport(other)))
                .orElse(true);
    }

    private static OrderReport of(List<OrderReport> reports, OrderNumbers numbers) {
        return reports.stream()
                .filter(report -> report.numbers
                        .filter(own -> own.mayBeSameReport(numbers))
                        .isPresent())
                .findFirst()
                .orElseGet(() -> {
                    OrderReport report = new OrderReport();
                    reports.add(report);
                    return report;
                });
    }

    private void add(Envelope envelope, OrderNumbers itsNumbers) {
        events.add(envelope);
        // The first message of a report may lack the filler number.
        if (numbers.flatMap(OrderNumbers::filler).isEmpty()) {
            numbers = Optional.of(itsNumbers);
        }
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
