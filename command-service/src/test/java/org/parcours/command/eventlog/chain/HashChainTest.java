package org.parcours.command.eventlog.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.BRUNO;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.discharged;
import static org.parcours.command.eventlog.EventLogFixtures.event;
import static org.parcours.command.eventlog.EventLogFixtures.id;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.LogHead;

class HashChainTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Commit> chain = chain();

    private static List<Commit> chain() {
        var commits = new ArrayList<Commit>();
        var head = LogHead.empty();
        for (int i = 0; i < 5; i++) {
            var events = List.of(admitted(ANNE, BRUNO), event(EventLogFixtures.DISCHARGED, "content " + i, BRUNO));
            var commit = HashChain.link(head, NOON.plusSeconds(i), id("c" + i), events);
            commits.add(commit);
            head = commit.asHead();
        }
        return commits;
    }

    @Test
    void an_unchanged_chain_is_intact() {
        assertThat(HashChain.verify(chain.stream()))
                .isEqualTo(new ChainVerificationResult.Intact(chain.getLast().asHead()));
        assertThat(HashChain.verify(chain.get(1).asHead(), chain.subList(2, 5).stream()))
                .isEqualTo(new ChainVerificationResult.Intact(chain.getLast().asHead()));
    }

    @Test
    void the_hash_is_the_same_on_every_machine_and_in_every_release() {
        assertThat(chain.getFirst().hash())
                .hasToString("376c590242005bc9ffdbc5df17f30c16b6e2c0314f493b4b671119418d9619d2");
    }

    @Test
    void a_changed_time_id_name_or_tag_is_detected_at_its_commit() {
        var third = chain.get(2);
        assertThatBroken(3, "content", changed(third, third.recordedAt().plusNanos(1000), third.id(), third.events()));
        assertThatBroken(3, "content", changed(third, third.recordedAt(), id("other"), third.events()));
        var first = third.events().getFirst();
        var second = third.events().getLast();
        assertThatBroken(3, "content", changed(third, third.recordedAt(), third.id(), List.of(second, first)));
        assertThatBroken(
                3,
                "content",
                changed(
                        third,
                        third.recordedAt(),
                        third.id(),
                        List.of(new EventData(first.name(), second.tags(), first.bytes()), second)));
        assertThatBroken(
                3, "content", changed(third, third.recordedAt(), third.id(), List.of(discharged(ANNE, BRUNO), second)));
    }

    @Test
    void every_changed_bit_of_an_event_is_detected() {
        for (var commit : chain) {
            var event = commit.events().getLast();
            for (int bit = 0; bit < event.bytes().length * Byte.SIZE; bit++) {
                var bytes = event.bytes().clone();
                bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                var changed = List.of(commit.events().getFirst(), new EventData(event.name(), event.tags(), bytes));

                assertThatBroken(
                        commit.sequence(), "content", changed(commit, commit.recordedAt(), commit.id(), changed));
            }
        }
    }

    @Test
    void a_removed_commit_is_detected_at_its_sequence() {
        var remaining = new ArrayList<>(chain);
        remaining.remove(2);
        assertThat(HashChain.verify(remaining.stream()))
                .isEqualTo(new ChainVerificationResult.Broken(3, "commit 3 is missing, commit 4 is in its place"));
    }

    @Test
    void commits_in_another_order_are_detected() {
        var swapped = new ArrayList<>(chain);
        Collections.swap(swapped, 1, 2);
        assertThat(HashChain.verify(swapped.stream())).isInstanceOf(ChainVerificationResult.Broken.class);
    }

    @Test
    void a_commit_replaced_by_one_with_a_valid_hash_is_detected_at_its_successor() {
        var forged = HashChain.link(
                chain.getFirst().asHead(),
                chain.get(1).recordedAt(),
                id("forged"),
                chain.get(1).events());
        var commits = new ArrayList<>(chain);
        commits.set(1, forged);

        assertThat(HashChain.verify(commits.stream()))
                .isInstanceOfSatisfying(ChainVerificationResult.Broken.class, broken -> {
                    assertThat(broken.sequence()).isEqualTo(3);
                    assertThat(broken.defect()).contains("has the previous hash");
                });
    }

    @Test
    void a_commit_recorded_earlier_than_its_predecessor_is_detected() {
        var early = HashChain.link(chain.getLast().asHead(), NOON, id("early"), List.of(admitted(ANNE)));
        var commits = new ArrayList<>(chain);
        commits.add(early);
        assertThat(HashChain.verify(commits.stream()))
                .isInstanceOfSatisfying(ChainVerificationResult.Broken.class, broken -> assertThat(broken.defect())
                        .contains("earlier than the previous commit"));
    }

    private static Commit changed(Commit commit, Instant recordedAt, CommitId id, List<EventData> events) {
        return new Commit(
                commit.sequence(),
                commit.firstPosition(),
                recordedAt,
                id,
                events,
                commit.previousHash(),
                commit.hash());
    }

    private void assertThatBroken(long sequence, String flaw, Commit changed) {
        var commits = new ArrayList<>(chain);
        commits.set((int) sequence - 1, changed);
        assertThat(HashChain.verify(commits.stream()))
                .isInstanceOfSatisfying(ChainVerificationResult.Broken.class, broken -> {
                    assertThat(broken.sequence()).isEqualTo(sequence);
                    assertThat(broken.defect()).contains(flaw);
                });
    }
}
