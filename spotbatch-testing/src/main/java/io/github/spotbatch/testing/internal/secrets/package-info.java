/** AWS Secrets Manager; not API. */
@NullMarked
package io.github.spotbatch.testing.internal.secrets;

import org.jspecify.annotations.NullMarked;
