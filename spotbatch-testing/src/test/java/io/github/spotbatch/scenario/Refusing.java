package io.github.spotbatch.scenario;

import io.github.spotbatch.aws.RequestCustomizer;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Refuses the first requests of one class, or all of them. */
final class Refusing implements RequestCustomizer {

  private final Class<? extends AwsRequest> type;
  private final int times;
  private final AwsServiceException refusal;
  private int refused;

  Refusing(Class<? extends AwsRequest> type, int times, String code, String message) {
    this.type = type;
    this.times = times;
    this.refusal =
        AwsServiceException.builder()
            .message(message)
            .requestId("request-1")
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  @Override
  public synchronized AwsRequest customize(AwsRequest request) {
    if (type.isInstance(request) && refused < times) {
      refused++;
      throw refusal;
    }
    return request;
  }

  synchronized int refused() {
    return refused;
  }
}
