package org.parcours.query.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.views.ProjectionStatus.StopCause;

/** The record at position 5 of log A has the chain hash A5, and follows A4. */
class ContinuityCheckTest {

    private static RecordLink record(String log, long position) {
        return new RecordLink(position * 10, position, log + position, log + (position - 1));
    }

    private static RecordLink oldRecord(long position) {
        return new RecordLink(position * 10, position, "", "");
    }

    private static ViewProgress views(long position, String chain) {
        return new ViewProgress(position, position * 10, Instant.EPOCH, 0, chain);
    }

    private static StopCause refused(ContinuityCheck check, RecordLink record) {
        var thrown = catchThrowableOfType(ProjectionStoppedException.class, () -> check.accept(record));
        assertThat(thrown).as("is refused").isNotNull();
        return thrown.stopCause();
    }

    @Test
    void events_after_the_last_one_in_the_views_are_applied() {
        ContinuityCheck check = new ContinuityCheck(views(5, "A5"));

        assertThat(check.isAnchored()).isFalse();
        assertThat(check.accept(record("A", 5))).as("applied before").isFalse();
        assertThat(check.isAnchored()).isTrue();
        assertThat(check.accept(record("A", 6))).isTrue();
        assertThat(check.accept(record("A", 7))).isTrue();
    }

    @Test
    void empty_views_begin_with_the_first_event() {
        ContinuityCheck check = new ContinuityCheck(ViewProgress.NONE);

        assertThat(check.isAnchored()).isTrue();
        assertThat(check.accept(record("A", 1))).isTrue();
        assertThat(refused(new ContinuityCheck(ViewProgress.NONE), record("A", 2)))
                .isEqualTo(StopCause.POSITION_MISSING);
    }

    @Test
    void another_event_at_the_position_of_the_views_is_another_log_whatever_the_topic_has_after_it() {
        ContinuityCheck check = new ContinuityCheck(views(5, "A5"));

        assertThat(refused(check, record("B", 5))).isEqualTo(StopCause.LOG_DIFFERS);
    }

    @Test
    void a_record_that_does_not_follow_the_one_before_is_of_another_hand() {
        ContinuityCheck check = new ContinuityCheck(views(5, "A5"));
        check.accept(record("A", 5));

        assertThat(refused(check, record("B", 6))).as("another log").isEqualTo(StopCause.FOREIGN_RECORD);
        assertThat(refused(check, record("A", 5))).as("again").isEqualTo(StopCause.FOREIGN_RECORD);
        assertThat(refused(check, oldRecord(6))).as("without hashes").isEqualTo(StopCause.FOREIGN_RECORD);
        assertThat(refused(check, oldRecord(0))).as("without a position").isEqualTo(StopCause.FOREIGN_RECORD);
        assertThat(refused(check, record("A", 7))).isEqualTo(StopCause.POSITION_MISSING);
        assertThat(check.accept(record("A", 6))).as("the right one").isTrue();
    }

    @Test
    void a_topic_that_was_published_again_from_the_same_log_is_read_up_to_the_views() {
        ContinuityCheck check = new ContinuityCheck(views(2, "A2"));
        assertThat(refused(check, record("A", 1))).as("at the old offset").isEqualTo(StopCause.POSITION_MISSING);

        check.restartFromBeginning();

        assertThat(check.accept(record("A", 1))).isFalse();
        assertThat(check.isAnchored()).isFalse();
        assertThat(check.missingAnchor().stopCause()).isEqualTo(StopCause.TOPIC_INCOMPLETE);
        assertThat(check.accept(record("A", 2))).isFalse();
        assertThat(check.accept(record("A", 3))).isTrue();
    }

    @Test
    void a_topic_that_was_published_again_from_another_log_is_refused_at_the_position_of_the_views() {
        ContinuityCheck check = new ContinuityCheck(views(2, "A2"));
        check.restartFromBeginning();
        check.accept(record("B", 1));

        assertThat(refused(check, record("B", 2))).isEqualTo(StopCause.LOG_DIFFERS);
    }

    @Test
    void a_topic_that_lost_its_beginning_continues_the_views_or_not() {
        ContinuityCheck check = new ContinuityCheck(views(5, "A5"));
        check.restartFromBeginning();
        assertThat(refused(check, record("B", 6))).isEqualTo(StopCause.LOG_DIFFERS);
        assertThat(refused(check, record("A", 7))).isEqualTo(StopCause.POSITION_MISSING);
        assertThat(check.accept(record("A", 6))).isTrue();
    }

    @Test
    void records_of_older_versions_are_accepted_up_to_the_first_with_hashes() {
        ContinuityCheck check = new ContinuityCheck(views(5, ""));

        assertThat(check.accept(oldRecord(5))).isFalse();
        assertThat(check.accept(oldRecord(6))).isTrue();
        assertThat(check.accept(record("A", 7))).isTrue();
        assertThat(refused(check, oldRecord(8))).isEqualTo(StopCause.FOREIGN_RECORD);
    }
}
