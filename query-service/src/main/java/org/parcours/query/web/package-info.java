/** What all pages and the API share: language, time formats, headers, error handling. */
@NullMarked
package org.parcours.query.web;

import org.jspecify.annotations.NullMarked;
