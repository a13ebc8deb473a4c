package io.github.spotbatch.testing.internal.wire;

import org.jspecify.annotations.Nullable;

/** The protocols, told apart by the request: one service may be spoken to in several of them. */
final class Protocols {

  private static final Codec QUERY = new QueryCodec(false);
  private static final Codec EC2_QUERY = new QueryCodec(true);
  private static final Codec JSON_1_0 = new JsonCodec("application/x-amz-json-1.0");
  private static final Codec JSON_1_1 = new JsonCodec("application/x-amz-json-1.1");
  private static final Codec REST_JSON = new RestCodec();

  private Protocols() {}

  /** A form does not say which of the two query protocols it is; the service does. */
  static Codec of(HttpIn in, @Nullable AwsService service) {
    if (in.header("X-Amz-Target") != null) {
      String type = in.header("Content-Type");
      return type != null && type.endsWith("1.0") ? JSON_1_0 : JSON_1_1;
    }
    boolean unreadableForm = in.problem() != null && in.isForm();
    if (unreadableForm || in.form().containsKey("Action")) {
      return service == AwsService.EC2 ? EC2_QUERY : QUERY;
    }
    return REST_JSON;
  }
}
