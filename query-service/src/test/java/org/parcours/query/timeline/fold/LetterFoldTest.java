package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.DerivedIds;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDelivered;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDrafted;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.DischargeLetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.PatientId;
import org.parcours.events.StepKey;
import org.parcours.events.StepStatus;
import org.parcours.query.EventLogBuilder;

/** A discharge letter with several versions. */
class LetterFoldTest {

    private static final PatientId SOPHIE = EventLogBuilder.patient(1);

    private final EventLogBuilder log = new EventLogBuilder();

    @Test
    void the_last_of_three_versions_is_the_letter() {
        add("15:00", issued("L1"));
        add("16:00", replaced("L2", "L1"));
        add("17:00", replaced("L3", "L2"));

        assertThat(letter().title()).contains("L3");
        assertThat(letter().stage()).isEqualTo("replaced");
        assertThat(historyStatuses())
                .containsExactly(HistoryStatus.REPLACED, HistoryStatus.REPLACED, HistoryStatus.IN_EFFECT);
    }

    @Test
    void the_withdrawal_of_the_current_version_withdraws_the_letter() {
        add("15:00", issued("L1"));
        add("16:00", replaced("L2", "L1"));
        add("17:00", withdrawn("L2"));

        assertThat(letter().status()).isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void events_of_a_former_version_do_not_change_the_letter() {
        add("15:00", issued("L1"));
        add("16:00", replaced("L2", "L1"));
        add("17:00", withdrawn("L1"));
        add("18:00", new DischargeLetterDelivered(number("L1"), Optional.of("Dr Petit")));
        add("19:00", issued("L1"));

        assertThat(letter().title()).contains("L2");
        assertThat(letter().stage()).isEqualTo("replaced");
        assertThat(letter().detail("recipient")).isEmpty();
    }

    @Test
    void a_version_that_arrives_after_its_replacement_only_enters_the_history() {
        add("17:00", replaced("L3", "L2"));
        add("17:00", replaced("L2", "L1"));
        add("17:00", issued("L1"));

        assertThat(letter().title()).contains("L3");
        assertThat(historyStatuses())
                .containsExactly(HistoryStatus.IN_EFFECT, HistoryStatus.REPLACED, HistoryStatus.REPLACED);
    }

    @Test
    void a_letter_starts_as_a_draft_until_it_is_issued() {
        add("15:00", drafted("L1"));
        assertThat(letter().stage()).isEqualTo("draft");

        add("16:00", issued("L1"));
        assertThat(letter().stage()).isEqualTo("issued");
        assertThat(letter().corrected()).isFalse();
    }

    @Test
    void the_draft_of_a_next_version_changes_nothing_until_it_is_issued() {
        add("15:00", issued("L1"));
        add("16:00", new DischargeLetterDelivered(number("L1"), Optional.of("Dr Petit")));
        add(
                "17:00",
                new DischargeLetterDrafted(
                        number("L2"),
                        Optional.of(number("L1")),
                        Optional.of("L2"),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(letter().stage()).isEqualTo("delivered");
        assertThat(letter().title()).contains("L1");

        add("18:00", issued("L2"));
        assertThat(letter().title()).contains("L2");
        assertThat(letter().stage()).isEqualTo("issued");
    }

    @Test
    void a_letter_that_is_issued_again_after_delivery_stays_delivered() {
        add("15:00", issued("L1"));
        add("16:00", new DischargeLetterDelivered(number("L1"), Optional.of("Dr Petit")));
        add("17:00", issued("L1"));

        assertThat(letter().stage()).isEqualTo("delivered");
    }

    /** As command-service records it: all versions under the step of the first one. */
    private void add(String time, DischargeLetterEvent event) {
        log.inStep(DerivedIds.step(new StepKey("letter", number("L1"))))
                .add(SOPHIE, "2026-03-05T" + time, (Event) event);
    }

    private TimelineEntry letter() {
        List<TimelineEntry> entries = Timeline.replay(SOPHIE, log.events(), Optional.empty(), ValidTimeCutoff.NONE)
                .entries();
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private List<HistoryStatus> historyStatuses() {
        return letter().history().stream().map(HistoryEntry::status).toList();
    }

    private static Identifier number(String value) {
        return Identifier.of("GED", value);
    }

    private static DischargeLetterDrafted drafted(String letter) {
        return new DischargeLetterDrafted(
                number(letter), Optional.empty(), Optional.of(letter), Optional.empty(), Optional.empty());
    }

    private static DischargeLetterIssued issued(String letter) {
        return new DischargeLetterIssued(number(letter), Optional.of(letter), Optional.empty(), Optional.empty());
    }

    private static DischargeLetterReplaced replaced(String letter, String parent) {
        return new DischargeLetterReplaced(
                number(letter), Optional.of(number(parent)), Optional.of(letter), Optional.empty(), Optional.empty());
    }

    private static DischargeLetterWithdrawn withdrawn(String letter) {
        return new DischargeLetterWithdrawn(number(letter), Optional.empty());
    }
}
