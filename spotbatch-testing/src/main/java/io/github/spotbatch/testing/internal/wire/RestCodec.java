package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.internal.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/** The rest-json protocol: JSON, with some members of a request in its path and query. */
final class RestCodec implements Codec {

  private final JsonCodec json = new JsonCodec("application/json");

  @Override
  public void read(HttpIn in, Map<String, String> pathParams, SdkPojo builder) {
    Map<String, List<String>> query = in.queryParams();
    for (SdkField<?> field : builder.sdkFields()) {
      String name = field.locationName();
      switch (field.location()) {
        case PAYLOAD -> {} // below, with the rest of the body
        case PATH -> set(builder, field, List.of(pathParams.get(name)));
        case QUERY_PARAM -> set(builder, field, query.getOrDefault(name, List.of()));
        default ->
            throw new UnsupportedOperationException(name + " is sent in the " + field.location());
      }
    }
    json.read(in, pathParams, builder);
  }

  private static void set(SdkPojo builder, SdkField<?> field, List<String> texts) {
    if (texts.isEmpty()) {
      return;
    }
    if (field.marshallingType() != MarshallingType.LIST) {
      field.set(builder, Scalars.parse(field, texts.get(0)));
      return;
    }
    SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
    List<Object> values = new ArrayList<>();
    texts.forEach(text -> values.add(Scalars.parse(member, text)));
    field.set(builder, values);
  }

  @Override
  public HttpOut write(String operation, SdkPojo response, String requestId) {
    return json.write(operation, response, requestId);
  }

  /** Other than in the protocols that are all JSON, a header tells which error it is. */
  @Override
  public HttpOut error(AwsServiceException fault, String requestId) {
    Map<String, Object> body = new LinkedHashMap<>(Json.tree(fault));
    body.put("message", Faults.message(fault));
    return HttpOut.of(Codec.status(fault), "application/json", requestId, Json.write(body))
        .with("x-amzn-ErrorType", Faults.code(fault));
  }
}
