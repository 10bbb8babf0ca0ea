package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationAdministrationWithdrawn;
import org.parcours.events.MedicationEvent.MedicationDispenseWithdrawn;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationNotDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationResumed;
import org.parcours.events.MedicationEvent.MedicationStatusReported;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.StepStatus;

/**
 * Folds a prescription with its administrations, including those after it was stopped; each is in the history. A
 * withdrawn administration no longer counts.
 */
final class MedicationFold {

    private final EntryBuilder builder;
    private final List<Envelope> administrations = new ArrayList<>();
    private final List<Envelope> omissions = new ArrayList<>();
    private Optional<MedicationPrescribed> prescription = Optional.empty();
    private final List<Envelope> dispensings = new ArrayList<>();
    private boolean notDispensed;
    private final List<Envelope> reportedStatuses = new ArrayList<>();
    private boolean completed;
    private boolean held;
    private boolean stopped;
    private boolean withdrawn;

    private MedicationFold(EntryBuilder builder) {
        this.builder = builder;
    }

    static EntryBuilder fold(UUID step, List<Envelope> events) {
        EntryBuilder builder = new EntryBuilder(step, "medication", "prescribed", StepEventsFold.firstRecorded(events));
        MedicationFold fold = new MedicationFold(builder);
        events.forEach(envelope -> fold.apply(envelope, (MedicationEvent) envelope.event()));
        return builder;
    }

    private void apply(Envelope envelope, MedicationEvent event) {
        builder.supersede(envelope);
        replaceReportedStatus(envelope);
        builder.putDetails(EventDetailExtractor.details(event));
        switch (event) {
            case MedicationPrescribed e -> applyPrescription(envelope, e.product());
            case MedicationStopped _ -> {
                stopped = true;
                builder.showAndStart(envelope);
                builder.markOutdated(
                        earlier -> earlier.event() instanceof MedicationPrescribed, HistoryStatus.CANCELLED);
            }
            case MedicationHeld _ -> {
                held = true;
                builder.show(envelope);
            }
            case MedicationResumed _ -> {
                resume();
                builder.show(envelope);
            }
            case MedicationStatusReported e -> {
                e.product().filter(_ -> builder.title.isEmpty()).ifPresent(this::setTitle);
                reportedStatuses.add(envelope);
            }
            case MedicationDispensed e -> {
                setTitle(e.product());
                replaceActs(envelope);
                notDispensed = false;
                if (administrations.isEmpty() && !stopped) {
                    builder.showAndStart(envelope);
                    dispensings.add(envelope);
                }
            }
            case MedicationNotDispensed e -> {
                setTitle(e.product());
                replaceActs(envelope);
                builder.showAndStart(envelope);
                notDispensed = true;
            }
            case MedicationDispenseWithdrawn e -> withdrawDispensing(envelope, e.product());
            case MedicationAdministered e -> {
                setTitle(e.product());
                replaceActs(envelope);
                builder.showAndStart(envelope);
                administrations.add(envelope);
            }
            case MedicationNotAdministered e -> {
                setTitle(e.product());
                replaceActs(envelope);
                builder.showAndStart(envelope);
                omissions.add(envelope);
            }
            case MedicationAdministrationWithdrawn e -> applyWithdrawal(envelope, e.product());
        }
        showAdministrations();
        setStatus();
        builder.addHistory(envelope, HistoryStatus.IN_EFFECT);
        builder.corrected |= envelope.corrects().isPresent() && !stopped;
    }

    /** The same dispensing or administration reported again: as the one that it corrects, or under the same number. */
    private void replaceActs(Envelope envelope) {
        Predicate<Envelope> isSameAct = earlier -> envelope.corrects().equals(Optional.of(earlier.id()))
                || earlier.annotations().otherKeys().stream()
                        .anyMatch(envelope.annotations().otherKeys()::contains);
        List.of(administrations, omissions, dispensings).forEach(acts -> {
            List<Envelope> same = acts.stream().filter(isSameAct).toList();
            acts.removeAll(same);
            builder.markOutdated(same::contains, HistoryStatus.REPLACED);
        });
    }

    /** A status without an effect of its own that was reported of an act, which is reported as done or not done now. */
    private void replaceReportedStatus(Envelope envelope) {
        if (isAct(envelope.event()) && reportedStatuses.removeIf(earlier -> isSameAct(earlier, envelope))) {
            builder.removeDetail("orderStatus");
            builder.markOutdated(earlier -> isStatusOf(earlier, envelope), HistoryStatus.REPLACED);
        }
    }

    private void applyPrescription(Envelope envelope, Coding product) {
        setTitle(product);
        MedicationPrescribed event = (MedicationPrescribed) envelope.event();
        boolean changes = prescription.filter(known -> !known.equals(event)).isPresent();
        prescription = Optional.of(event);
        completed = "completed".equals(envelope.annotations().details().get(DetailKey.ORDER_STATUS));
        if (held && envelope.annotations().wholeState()) {
            resume();
        }
        if (stopped) {
            dispensings.clear();
            resume();
            builder.markOutdated(earlier -> earlier.event() instanceof MedicationStopped, HistoryStatus.REPLACED);
        }
        if (administrations.isEmpty()) {
            builder.showAndStart(envelope);
        }
        if (changes || envelope.corrects().isPresent()) {
            builder.corrected = true;
            builder.markOutdated(earlier -> earlier.event() instanceof MedicationPrescribed, HistoryStatus.REPLACED);
        }
    }

    private void resume() {
        held = false;
        stopped = false;
        builder.removeDetail("holdReason");
        builder.removeDetail("cancelReason");
    }

    /**
     * The administration that the withdrawal names; without one, the latest of the product at that time, unless the same
     * message reported it: a correction is a withdrawal together with the corrected administration.
     */
    private void applyWithdrawal(Envelope withdrawal, Coding product) {
        if (builder.title.isEmpty()) {
            setTitle(product);
        }
        List<Envelope> candidates = new ArrayList<>(omissions);
        candidates.addAll(administrations);
        Optional<Envelope> target = candidates.stream()
                .filter(earlier -> withdrawal.corrects().equals(Optional.of(earlier.id())))
                .findFirst()
                .or(() -> candidates.reversed().stream()
                        .filter(earlier -> isSameAdministration(earlier, withdrawal, product))
                        .findFirst());
        withdrawn = true;
        builder.show(withdrawal);
        if (target.isEmpty() && !administrations.isEmpty()) {
            // An update with another time (RXA-21 U, RXA-3) does not say which administration it replaces.
            builder.addAnomaly(Anomaly.Code.CANCELS_NOTHING_KNOWN);
        }
        target.ifPresent(earlier -> {
            administrations.remove(earlier);
            omissions.remove(earlier);
            builder.corrected = true;
            builder.markOutdated(earlier::equals, HistoryStatus.CANCELLED);
        });
    }

    /** The dispensing that the withdrawal names; without one, the latest of the product at that time. */
    private void withdrawDispensing(Envelope withdrawal, Coding product) {
        if (builder.title.isEmpty()) {
            setTitle(product);
        }
        withdrawn = true;
        builder.show(withdrawal);
        dispensings.reversed().stream()
                .filter(earlier -> withdrawal.corrects().equals(Optional.of(earlier.id())))
                .findFirst()
                .or(() -> dispensings.reversed().stream()
                        .filter(earlier -> earlier.occurredAt().isEqual(withdrawal.occurredAt()))
                        .findFirst())
                .ifPresent(earlier -> {
                    dispensings.remove(earlier);
                    builder.corrected = true;
                    builder.removeDetail("quantity");
                    builder.markOutdated(earlier::equals, HistoryStatus.CANCELLED);
                });
    }

    /** A resource reports its status, and later what happened: both events name it by its own number. */
    private static boolean isSameAct(Envelope earlier, Envelope later) {
        return !Collections.disjoint(
                earlier.annotations().otherKeys(), later.annotations().otherKeys());
    }

    private static boolean isStatusOf(Envelope earlier, Envelope later) {
        return earlier.event() instanceof MedicationStatusReported && isSameAct(earlier, later);
    }

    private static boolean isSameAdministration(Envelope earlier, Envelope withdrawal, Coding product) {
        return earlier.occurredAt().isEqual(withdrawal.occurredAt())
                && productOf((MedicationEvent) earlier.event())
                        .filter(given -> given.key().equals(product.key()))
                        .isPresent()
                && !(earlier.reporter().messageId().equals(withdrawal.reporter().messageId())
                        && earlier.reporter()
                                .application()
                                .equals(withdrawal.reporter().application()));
    }

    private static boolean isAct(Event event) {
        return event instanceof MedicationDispensed
                || event instanceof MedicationNotDispensed
                || event instanceof MedicationAdministered
                || event instanceof MedicationNotAdministered;
    }

    private static Optional<Coding> productOf(MedicationEvent event) {
        return switch (event) {
            case MedicationAdministered e -> Optional.of(e.product());
            case MedicationNotAdministered e -> Optional.of(e.product());
            case MedicationPrescribed _, MedicationStopped _, MedicationHeld _, MedicationResumed _ -> Optional.empty();
            case MedicationStatusReported _, MedicationDispensed _, MedicationNotDispensed _ -> Optional.empty();
            case MedicationDispenseWithdrawn _, MedicationAdministrationWithdrawn _ -> Optional.empty();
        };
    }

    private void showAdministrations() {
        if (omissions.isEmpty()) {
            builder.removeDetail("notGivenReason");
        }
        if (administrations.isEmpty()) {
            List.of("dose", "timesGiven", "lastGiven").forEach(builder::removeDetail);
            builder.clearEnd();
            return;
        }
        Envelope last = administrations.getLast();
        builder.putDetails(EventDetailExtractor.details(last.event()));
        builder.endAt(EntryTime.of(last));
        builder.putDetails(List.of(
                EntryDetail.of("timesGiven", Integer.toString(administrations.size())),
                EntryDetail.of("lastGiven", last.occurrence())));
    }

    private void setStatus() {
        boolean given = !administrations.isEmpty();
        if (stopped) {
            builder.setStatus(given ? StepStatus.DONE : StepStatus.CANCELLED, "stopped");
        } else if (held) {
            builder.setStatus(StepStatus.IN_PROGRESS, "held");
        } else if (given && isInProgress(administrations.getLast())) {
            builder.setStatus(StepStatus.IN_PROGRESS, "in-progress");
        } else if (given) {
            builder.setStatus(StepStatus.DONE, "administered");
        } else if (!omissions.isEmpty()) {
            builder.setStatus(prescription.isPresent() ? StepStatus.PLANNED : StepStatus.CANCELLED, "not-administered");
        } else if (!dispensings.isEmpty()) {
            builder.setStatus(StepStatus.IN_PROGRESS, "dispensed");
        } else if (notDispensed) {
            builder.setStatus(prescription.isPresent() ? StepStatus.PLANNED : StepStatus.NOT_DONE, "not-dispensed");
        } else if (withdrawn && prescription.isEmpty()) {
            builder.setStatus(StepStatus.CANCELLED, "withdrawn");
        } else if (prescription.isEmpty() && !reportedStatuses.isEmpty()) {
            builder.setStatus(StepStatus.UNKNOWN, "unknown");
        } else if (completed) {
            builder.setStatus(StepStatus.DONE, "completed");
        } else {
            builder.setStatus(StepStatus.PLANNED, "prescribed");
        }
    }

    private static boolean isInProgress(Envelope administration) {
        return "in-progress".equals(administration.annotations().details().get(DetailKey.COMPLETION));
    }

    private void setTitle(Coding product) {
        builder.title = Optional.of(product.label());
    }
}
