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

/** Rules 1 to 9 on a replica set whose faults a seed decides; and that the simulation would notice each left out. */
class SimulationTest {

    private static final int SCHEDULES = Integer.getInteger("schedules", 3000);
    private static final int LOOK_AT_MOST = 5000;
    private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("org.parcours.command.log.engine");

    @BeforeAll
    static void quiet() {
        ENGINE.setLevel(Level.OFF); // what fails here fails on purpose, thousands of times
    }

    @AfterAll
    static void loud() {
        ENGINE.setLevel(null);
    }

    @Test
    void with_all_rules_kept_nothing_is_found() throws Exception {
        System.out.println("simulation: schedules=" + SCHEDULES);
        assertThat(firstFinding(Rules.KEPT, 1, SCHEDULES)).isEmpty();
    }

    static List<Arguments> rulesLeftOut() {
        return List.of(
                Arguments.of("1: the last position is the key", Rules.LAST_POSITION_IS_THE_KEY),
                Arguments.of("2: no answer is taken for a good one", Rules.NO_ANSWER_IS_A_GOOD_ONE),
                Arguments.of("2: any occupant counts", Rules.ANY_OCCUPANT_COUNTS),
                Arguments.of("3: a write concern error is overlooked", Rules.WRITE_CONCERN_ERROR_OVERLOOKED),
                Arguments.of("3: not journalled", Rules.NOT_JOURNALLED),
                Arguments.of("3: local reads", Rules.LOCAL_READS),
                Arguments.of("reads are not causal", Rules.READS_NOT_CAUSAL),
                Arguments.of("4: the commit id is not unique", Rules.COMMIT_ID_NOT_UNIQUE),
                Arguments.of("5: pages as they come", Rules.PAGES_AS_THEY_COME),
                Arguments.of("6: groups without bound", Rules.GROUPS_WITHOUT_BOUND),
                Arguments.of("7: the time is what the clock says", Rules.TIME_AS_THE_CLOCK_SAYS),
                Arguments.of("9: no marker where nothing matched", Rules.NO_MARKER_WHERE_NOTHING_MATCHED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesLeftOut")
    void a_rule_left_out_is_found(String rule, Rules rules) throws Exception {
        var finding = firstFinding(rules, 1, LOOK_AT_MOST);
        System.out.println(rule + ": " + finding);
        assertThat(finding).isNotEmpty();
    }

    private static List<String> firstFinding(Rules rules, long from, long to) throws Exception {
        var found = new AtomicReference<List<String>>(List.of());
        var failure = new AtomicReference<Throwable>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        for (long seed = from; seed <= to && found.get().isEmpty(); seed++) {
                            var violations = Schedule.violations(seed, rules);
                            if (!violations.isEmpty()) {
                                var told = new ArrayList<>(List.of("seed " + seed));
                                told.addAll(violations);
                                found.set(told);
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
