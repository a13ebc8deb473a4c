package io.github.spotbatch.testing.wiremock;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.spotbatch.testing.internal.wire.AwsWire;
import io.github.spotbatch.testing.internal.wire.HttpIn;
import io.github.spotbatch.testing.internal.wire.HttpOut;
import io.github.spotbatch.testing.internal.wire.ResponseLost;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the world's answer in the place of a stub's. */
final class WorldTransformer implements ResponseDefinitionTransformerV2 {

  static final String NAME = "fake-aws";

  private final AwsWire wire;

  WorldTransformer(AwsWire wire) {
    this.wire = wire;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    // Like the stub's, so that its delays stay.
    ResponseDefinitionBuilder response =
        ResponseDefinitionBuilder.like(event.getResponseDefinition()).but();
    HttpOut out;
    try {
      out = wire.answer(in(event.getRequest()));
    } catch (ResponseLost e) {
      return response.withFault(Fault.EMPTY_RESPONSE).build();
    }
    response.withStatus(out.status()).withBody(out.body().asByteArrayUnsafe());
    out.headers().forEach(response::withHeader);
    return response.build();
  }

  private static HttpIn in(Request request) {
    String url = request.getUrl();
    int mark = url.indexOf('?');
    return HttpIn.of(
        request.getMethod().value(),
        mark < 0 ? url : url.substring(0, mark),
        mark < 0 ? "" : url.substring(mark + 1),
        headers(request),
        request.getBody());
  }

  private static Map<String, List<String>> headers(Request request) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpHeader header : request.getHeaders().all()) {
      headers.put(header.key(), header.values());
    }
    // WireMock has unzipped the body, but left the header that says it is zipped.
    headers.remove("Content-Encoding");
    return headers;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public String getName() {
    return NAME;
  }
}
