package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;

/**
 * What the report of a patient adds to what is recorded of the person. A version of a resource states all of it: what
 * its previous version stated, and this one does not, is no longer so. Other reports take back what they name only.
 */
record IdentityComparison(Fact fact, List<Identifier> identifiers, String application, List<Envelope> history) {

    /** An earlier report, whether it registered the person or not. */
    private record Report(Envelope envelope, List<Identifier> identifiers, Demographics demographics) {

        static Stream<Report> of(Envelope envelope) {
            return switch (envelope.event()) {
                case PatientRegistered(var identifiers, var demographics) ->
                    Stream.of(new Report(envelope, identifiers, demographics));
                case PatientIdentityUpdated(var identifiers, var _, var demographics) ->
                    Stream.of(new Report(envelope, identifiers, demographics));
                default -> Stream.empty();
            };
        }

        boolean isBy(String application) {
            return envelope.reporter().application().equals(application);
        }

        boolean changesThePerson() {
            return !is(Anomaly.Code.OLDER_VERSION) && !is(Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER);
        }

        boolean is(Anomaly.Code code) {
            return envelope.anomalies().stream().map(Anomaly::code).anyMatch(code::equals);
        }
    }

    /** @param ofOthers the identity events of other patients: a number of theirs is none of this one */
    static IdentityComparison of(
            Fact fact,
            PatientIdentityUpdated updated,
            String application,
            List<Envelope> history,
            List<Envelope> ofOthers) {
        List<Identifier> own = updated.identifiers().stream()
                .filter(number ->
                        contains(numbers(history), List.of(number)) || !contains(numbers(ofOthers), List.of(number)))
                .toList();
        return new IdentityComparison(fact, own, application, history);
    }

    private static List<Identifier> numbers(List<Envelope> events) {
        return events.stream()
                .flatMap(Report::of)
                .flatMap(report -> report.identifiers().stream())
                .distinct()
                .toList();
    }

    /** Whether a later version of the resource is recorded. */
    boolean isOlder() {
        return latestVersion()
                .filter(latest -> StateVersion.of(fact, application).isOlderThan(StateVersion.of(latest.envelope())))
                .isPresent();
    }

    /** Whether the report, or this version of the resource, has been recorded before, or changes nothing. */
    boolean addsNothing() {
        if (!areIdentifiersKnown()) {
            return false;
        }
        if (isOlder()) {
            return versions().anyMatch(this::saysTheSame);
        }
        Optional<Report> latest = latestVersion();
        return latest.isPresent() ? saysTheSame(latest.get()) : areDetailsKnown() && !changesThePerson();
    }

    /** The demographics as reported, with what the resource no longer states. */
    Demographics demographics() {
        Demographics reported = PatientIdentifierMatch.demographics(fact);
        Set<DemographicField> deleted = new LinkedHashSet<>(reported.deleted());
        deleted.addAll(removed(reported));
        return reported.withDeleted(List.copyOf(deleted));
    }

    /** What this version leaves out, where no other report has replaced or confirmed it. */
    private List<DemographicField> removed(Demographics reported) {
        Optional<Report> latest = latestVersion();
        if (latest.isEmpty() || isOlder()) {
            return List.of();
        }
        Demographics earlier = latest.get().demographics();
        Demographics known = fold(reports().filter(Report::changesThePerson));
        Demographics ofOthers =
                fold(reports().filter(Report::changesThePerson).filter(report -> !isSameResource(report)));
        return Stream.of(DemographicField.values())
                .filter(field -> earlier.has(field)
                        && !reported.has(field)
                        && earlier.hasSame(field, known)
                        && !earlier.hasSame(field, ofOthers))
                .toList();
    }

    private Optional<Report> latestVersion() {
        return versions()
                .reduce((one, next) ->
                        StateVersion.of(next.envelope()).isOlderThan(StateVersion.of(one.envelope())) ? one : next);
    }

    private Stream<Report> versions() {
        return fact.annotations().wholeState() ? reports().filter(this::isSameResource) : Stream.empty();
    }

    /** Two resources of one person share some numbers; a version may add numbers, or leave some out. */
    private boolean isSameResource(Report report) {
        return report.envelope().annotations().wholeState()
                && report.isBy(application)
                && !report.identifiers().isEmpty()
                && (contains(report.identifiers(), identifiers) || contains(identifiers, report.identifiers()));
    }

    private static boolean contains(List<Identifier> all, List<Identifier> some) {
        return some.stream().allMatch(one -> all.stream().anyMatch(one::isSameNumberAs));
    }

    private boolean saysTheSame(Report earlier) {
        Demographics reported = PatientIdentifierMatch.demographics(fact);
        return earlier.demographics().withDeleted(List.of()).equals(reported.withDeleted(List.of()))
                && earlier.demographics().deleted().containsAll(reported.deleted())
                && EventContent.isSame(fact.annotations(), earlier.envelope().annotations());
    }

    private boolean areIdentifiersKnown() {
        return contains(numbers(history), identifiers);
    }

    private boolean areDetailsKnown() {
        return EventContent.isSame(fact.annotations(), EventAnnotations.NONE)
                || reports()
                        .anyMatch(report -> report.isBy(application)
                                && EventContent.isSame(
                                        fact.annotations(), report.envelope().annotations()));
    }

    /** The reports of one application count in the order in which it sent them, as on the screens. */
    private boolean changesThePerson() {
        List<Report> earlier = new ArrayList<>();
        List<Report> later = new ArrayList<>();
        reports()
                .filter(report -> !report.is(Anomaly.Code.OLDER_VERSION))
                .forEach(report -> (isSentAfter(report) ? later : earlier).add(report));
        Demographics before = fold(earlier.stream());
        Demographics reported = PatientIdentifierMatch.demographics(fact);
        return !fold(before.updatedBy(reported), later.stream()).equals(fold(before, later.stream()));
    }

    private boolean isSentAfter(Report report) {
        return report.isBy(application)
                && report.envelope()
                        .annotations()
                        .sentAt()
                        .filter(at ->
                                fact.annotations().sentAt().filter(at::isAfter).isPresent())
                        .isPresent();
    }

    private Stream<Report> reports() {
        return history.stream().flatMap(Report::of);
    }

    private static Demographics fold(Stream<Report> reports) {
        return fold(Demographics.UNKNOWN, reports);
    }

    private static Demographics fold(Demographics start, Stream<Report> reports) {
        return reports.map(Report::demographics).reduce(start, Demographics::updatedBy);
    }
}
