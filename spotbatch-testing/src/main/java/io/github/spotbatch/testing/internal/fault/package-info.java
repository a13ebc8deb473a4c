/** What goes wrong between a caller and a service, because a test says so. */
@NullMarked
package io.github.spotbatch.testing.internal.fault;

import org.jspecify.annotations.NullMarked;
