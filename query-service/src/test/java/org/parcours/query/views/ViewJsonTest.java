package org.parcours.query.views;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.StoredDocument;

class ViewJsonTest {

    private final ViewJson json = new ViewJson(new EventCodec());

    private static StoredDocument document(byte[] content) {
        return new StoredDocument("the-id", Map.of(), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"step\":\u0000\u0007", "{\"step\": \"abc", "garbage", "{\"step\":\"\u00ff\u00fe\"}"})
    void a_document_that_is_not_json_is_a_damage_and_is_named_without_its_content(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> json.read(document(bytes), StepRecord.class))
                .isInstanceOf(DamagedViewStoreException.class)
                .hasMessage("The database of the views is damaged: document the-id is not JSON");
        assertThatThrownBy(() -> json.readEvent(document(bytes))).isInstanceOf(DamagedViewStoreException.class);
    }

    @Test
    void a_document_of_another_shape_is_no_damage() {
        byte[] bytes = "{\"step\":\"no-uuid\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> json.read(document(bytes), StepRecord.class))
                .isNotInstanceOf(DamagedViewStoreException.class);
        assertThatThrownBy(() -> json.readEvent(document(bytes))).isNotInstanceOf(DamagedViewStoreException.class);
    }
}
