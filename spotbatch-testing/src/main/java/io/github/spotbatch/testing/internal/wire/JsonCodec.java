package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.internal.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** The aws-json protocols: everything is in a JSON body. */
final class JsonCodec implements Codec, Layout {

  private final String contentType;

  JsonCodec(String contentType) {
    this.contentType = contentType;
  }

  @Override
  public void read(HttpIn in, Map<String, String> pathParams, SdkPojo builder) {
    Shapes.fill(builder, Json.read(in.body()), this);
  }

  @Override
  public HttpOut write(String operation, SdkPojo response, String requestId) {
    return HttpOut.of(200, contentType, requestId, Json.write(Json.tree(response)));
  }

  @Override
  public HttpOut error(AwsServiceException fault, String requestId) {
    Map<String, Object> body = new LinkedHashMap<>(Json.tree(fault));
    body.put("__type", Faults.code(fault));
    body.put("message", Faults.message(fault));
    return HttpOut.of(Codec.status(fault), contentType, requestId, Json.write(body));
  }

  @Override
  public List<? extends @Nullable Object> elements(ListTrait trait, Object node) {
    return (List<?>) node;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, ? extends @Nullable Object> entries(MapTrait trait, Object node) {
    return (Map<String, ?>) node;
  }
}
