package org.parcours.command.eventlog.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Log rules 1 to 9 on a replica set with faults by seed; the simulation detects the omission of each rule. */
class ReplicaSetSimulationTest {

    private static final int SCHEDULES = Integer.getInteger("schedules", 3000);
    private static final int MAX_SEEDS = 5000;
    private static final Logger ENGINE_LOG = (Logger) LoggerFactory.getLogger("org.parcours.command.eventlog.engine");

    @BeforeAll
    static void muteEngineLog() {
        ENGINE_LOG.setLevel(Level.OFF); // thousands of intended failures
    }

    @AfterAll
    static void restoreEngineLog() {
        ENGINE_LOG.setLevel(null);
    }

    @Test
    void with_all_rules_no_violation_occurs() throws Exception {
        System.out.println("simulation: schedules=" + SCHEDULES);
        assertThat(firstFinding(RuleVariant.ALL_RULES, 1, SCHEDULES)).isEmpty();
    }

    static List<Arguments> omittedRules() {
        return List.of(
                Arguments.of("1: the last position is the key", RuleVariant.LAST_POSITION_AS_KEY),
                Arguments.of("2: a missing reply counts as success", RuleVariant.MISSING_REPLY_IS_SUCCESS),
                Arguments.of("2: an unconfirmed occupant counts", RuleVariant.UNCONFIRMED_OCCUPANT),
                Arguments.of("3: a write concern error is ignored", RuleVariant.WRITE_CONCERN_ERROR_IGNORED),
                Arguments.of("3: unjournalled writes count towards a majority", RuleVariant.UNJOURNALLED_MAJORITY),
                Arguments.of("3: local reads", RuleVariant.LOCAL_READS),
                Arguments.of("reads are not causal", RuleVariant.NON_CAUSAL_READS),
                Arguments.of("4: the commit id is not unique", RuleVariant.COMMIT_ID_NOT_UNIQUE),
                Arguments.of("5: pages are not checked for gaps", RuleVariant.UNCHECKED_PAGES),
                Arguments.of("6: groups have no limit", RuleVariant.UNBOUNDED_GROUPS),
                Arguments.of("7: the recorded time is the clock's", RuleVariant.UNADJUSTED_TIME),
                Arguments.of("9: no marker where nothing matched", RuleVariant.NO_MARKER_WITHOUT_MATCH));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("omittedRules")
    void an_omitted_rule_is_detected(String rule, RuleVariant ruleVariant) throws Exception {
        var finding = firstFinding(ruleVariant, 1, MAX_SEEDS);
        System.out.println(rule + ": " + finding);
        assertThat(finding).isNotEmpty();
    }

    private static List<String> firstFinding(RuleVariant ruleVariant, long from, long to) throws Exception {
        var found = new AtomicReference<List<String>>(List.of());
        var failure = new AtomicReference<Throwable>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        for (long seed = from; seed <= to && found.get().isEmpty(); seed++) {
                            var violations = SimulationRun.violations(seed, ruleVariant);
                            if (!violations.isEmpty()) {
                                var finding = new ArrayList<>(List.of("seed " + seed));
                                finding.addAll(violations);
                                found.set(finding);
                            }
                        }
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                })
                .join();
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        return found.get();
    }
}
