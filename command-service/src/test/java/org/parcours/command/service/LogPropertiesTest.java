package org.parcours.command.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LogPropertiesTest {

    @Test
    void a_password_of_any_characters_reaches_the_database_as_it_is() {
        for (String url : new String[] {"jdbc:postgresql://db/parcours?user=p", "jdbc:postgresql://db/parcours"}) {
            String password = "a&b=c%20d+e ?#/:é";
            String address = bound(Map.of("parcours.log.url", url, "parcours.log.password", password))
                    .address();

            Properties understood = Driver.parseURL(address, new Properties());
            assertThat(understood).containsEntry("password", password).containsEntry("PGDBNAME", "parcours");
        }
    }

    @Test
    void without_one_the_address_is_left_alone() {
        assertThat(bound(Map.of()).address()).isEqualTo("jdbc:sqlite:data/parcours.db");
    }

    private static LogProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("parcours.log", LogProperties.class);
    }
}
