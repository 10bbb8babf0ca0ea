package org.parcours.events.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StepCatalogueTest {

    @Test
    void a_kind_has_a_french_and_an_english_label() {
        StepKindDefinition letter = StepCatalogue.standard().kind("letter").orElseThrow();

        assertThat(letter.label().in(Locale.FRENCH)).isEqualTo("Lettre de liaison");
        assertThat(letter.label().in(Locale.GERMAN)).isEqualTo("Discharge letter");
    }

    @Test
    void a_kind_in_an_unknown_lane_is_rejected_by_name() {
        String data = """
                {"lanes": [], "kinds": [{"code": "x", "label": {"fr": "X", "en": "X"}, "lane": "nowhere", "icon": "dot"}]}
                """;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepCatalogue.read(new ByteArrayInputStream(data.getBytes(UTF_8))))
                .withMessageContaining("nowhere");
    }
}
