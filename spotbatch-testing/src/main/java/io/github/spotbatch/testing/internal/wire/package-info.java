/** The AWS protocols over typed services: from HTTP to a call and back, whatever the service. */
@NullMarked
package io.github.spotbatch.testing.internal.wire;

import org.jspecify.annotations.NullMarked;
