package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Checks how a service refuses. */
public final class Refusals {

  private Refusals() {}

  public static void assertRefused(ThrowingCallable call, String code, int status, String message) {
    Throwable refusal = catchThrowable(call);
    assertThat(refusal).isInstanceOf(AwsServiceException.class);
    AwsServiceException fault = (AwsServiceException) refusal;
    assertThat(fault.awsErrorDetails().errorMessage()).isEqualTo(message);
    assertThat(fault.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(fault.statusCode()).isEqualTo(status);
  }
}
