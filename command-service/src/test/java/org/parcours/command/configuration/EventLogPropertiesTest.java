package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EventLogPropertiesTest {

    @Test
    void a_password_with_special_characters_reaches_postgresql_unchanged() {
        for (String url : new String[] {"jdbc:postgresql://db/parcours?user=p", "jdbc:postgresql://db/parcours"}) {
            String password = "a&b=c%20d+e ?#/:é";
            String address = bind(Map.of("parcours.log.url", url, "parcours.log.password", password))
                    .connectionUrl();

            Properties parsed = Driver.parseURL(address, new Properties());
            assertThat(parsed).containsEntry("password", password).containsEntry("PGDBNAME", "parcours");
        }
    }

    @Test
    void a_password_with_special_characters_reaches_mongodb_unchanged() {
        String password = "a&b=c%20d+e ?#/:é@";
        String url = "mongodb://p@one:27017,two:27017/parcours?replicaSet=rs0";
        ConnectionString parsed =
                new ConnectionString(bind(Map.of("parcours.log.url", url, "parcours.log.password", password))
                        .connectionUrl());

        assertThat(parsed.getUsername()).isEqualTo("p");
        assertThat(parsed.getPassword()).isEqualTo(password.toCharArray());
        assertThat(parsed.getHosts()).hasSize(2);
        assertThatThrownBy(() -> bind(Map.of("parcours.log.url", "mongodb://one/x", "parcours.log.password", "p"))
                        .connectionUrl())
                .hasMessageContaining("mongodb://USER@host");
    }

    @Test
    void without_a_password_the_url_is_unchanged() {
        assertThat(bind(Map.of()).connectionUrl()).isEqualTo("jdbc:sqlite:data/parcours.db");
    }

    private static EventLogProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("parcours.log", EventLogProperties.class);
    }
}
