package org.parcours.query.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoseRangeTest {

    @ParameterizedTest
    @CsvSource({
        "3 à 6 mL, 3 to 6 mL",
        "0.5 à 1 mg/h, 0.5 to 1 mg/h",
        "1 cp à jeun, 1 cp à jeun",
        "1 cp à 8 h, 1 cp à 8 h",
        "à la demande, à la demande"
    })
    void only_the_word_between_two_numbers_is_translated(String recorded, String shown) {
        assertThat(DoseRange.inLanguage(recorded, "to")).isEqualTo(shown);
    }
}
