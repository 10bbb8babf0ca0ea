package org.parcours.query;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Views, pages and questions. */
// The class path may hold the other service too (standalone): its database is none of ours.
@SpringBootApplication(
        excludeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration"
        })
@ConfigurationPropertiesScan
public class QueryServiceApplication {

    /**
     * The application under its own configuration name, {@code query-service.yaml}. Whoever runs it inside something
     * larger overrides by arguments of {@code run}: {@code properties(..)} of the builder would lose against the file.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(QueryServiceApplication.class)
                .properties("spring.config.name=query-service");
    }

    public static void main(String[] args) {
        application().run(args);
    }
}
