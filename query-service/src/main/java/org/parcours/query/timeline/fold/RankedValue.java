package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.Optional;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.PartialDateTime;

/**
 * A value as one report states it.
 *
 * @param rank of its status (HL7 table 0085): a value of lower rank never replaces one of higher rank
 */
record RankedValue(Observation observation, int rank, Instant collectedAt, Instant reportedAt) {

    private static final int PENDING = 0;
    private static final int UNVERIFIED = 1;
    private static final int PRELIMINARY = 2;
    private static final int FINAL = 3;
    private static final int CORRECTED = 4;

    /**
     * @param statesCorrections whether the report says which of its values are corrected; in a corrected report that
     *     does not, all are
     */
    static RankedValue of(Observation value, ExaminationValueSet.Report report, boolean statesCorrections) {
        int reportRank =
                switch (report.rank()) {
                    case PRELIMINARY -> PRELIMINARY;
                    case FINAL -> FINAL;
                    case CORRECTED -> CORRECTED;
                };
        int rank = value.status().map(RankedValue::rank).orElse(reportRank);
        if (rank == FINAL && reportRank == CORRECTED && !statesCorrections) {
            rank = CORRECTED;
        }
        // A preliminary value may be shown next to final ones.
        Observation shown = rank == PRELIMINARY && value.status().isEmpty()
                ? value.withStatus(Optional.of(ObservationStatus.PRELIMINARY))
                : value;
        return new RankedValue(shown, rank, report.collectedAt(), report.reportedAt());
    }

    private static int rank(ObservationStatus status) {
        return switch (status) {
            case PENDING -> PENDING;
            case UNVERIFIED -> UNVERIFIED;
            case PRELIMINARY -> PRELIMINARY;
            case FINAL, CONFIRMED, NOT_OBTAINED -> FINAL;
            case CORRECTED, WITHDRAWN, WRONG -> CORRECTED;
        };
    }

    boolean isWithdrawn() {
        return observation.status().filter(ObservationStatus::isWithdrawal).isPresent();
    }

    boolean isCorrection() {
        return rank == CORRECTED;
    }

    Optional<PartialDateTime> observedAt() {
        return observation.observedAt();
    }

    /** Whether this value, reported after the other, replaces it. Of one time of report the later observed wins. */
    boolean mayReplace(RankedValue earlier) {
        if (isWithdrawn() || earlier.isWithdrawn()) {
            return true;
        }
        boolean olderObservation = rank == earlier.rank()
                && reportedAt.equals(earlier.reportedAt())
                && observedAt()
                        .flatMap(mine -> earlier.observedAt().map(theirs -> mine.compareTo(theirs) < 0))
                        .orElse(false);
        return rank >= earlier.rank() && !olderObservation;
    }

    /** OBX-11 U confirms the earlier value, which is not sent again. */
    RankedValue inPlaceOf(RankedValue earlier) {
        boolean confirms = observation.status().equals(Optional.of(ObservationStatus.CONFIRMED))
                && observation.value().isEmpty()
                && !earlier.isWithdrawn();
        return confirms
                ? new RankedValue(
                        earlier.observation().withStatus(Optional.of(ObservationStatus.FINAL)),
                        rank,
                        collectedAt,
                        reportedAt)
                : this;
    }

    boolean saysTheSameAs(RankedValue other) {
        return observation.value().equals(other.observation().value())
                && observation.unit().equals(other.observation().unit())
                && isWithdrawn() == other.isWithdrawn();
    }

    /** Whether both are measurements of their own: observed at other times, in reports of other times. */
    boolean isOtherMeasurementThan(RankedValue other) {
        boolean otherTime = observedAt()
                .flatMap(mine -> other.observedAt().map(theirs -> mine.compareTo(theirs) != 0))
                .orElse(false);
        return otherTime && !collectedAt.equals(other.collectedAt()) && !isCorrection();
    }
}
