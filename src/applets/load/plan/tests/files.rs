//! Plan files, alone and with command lines, and the plans they come to.

use super::*;

const BLITZ: &str = "\
url: https://api.example.com/users
method: POST
headers:
  Authorization: Bearer ${TOKEN}
  Content-Type: application/json
body: |
  {\"name\": \"test\", \"id\": {{.Iteration}}}
concurrency: 50
requests: 10000
";

/// Writes `text` and makes a plan of it and `words`.
fn with_file(name: &str, text: &str, words: &[&str]) -> Result<Resolved, PlanError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    fs::write(folder.path().join("users.csv"), "name,age\nAda,36\n").unwrap();
    resolve(&[&[path.to_str().unwrap()], words].concat())
}

#[test]
fn the_flat_file_of_the_roadmap_works_as_it_stands() {
    let plan = with_file("blitz.yaml", BLITZ, &[]).unwrap().plan;
    let step = &plan.steps[0];
    assert_eq!((step.method.as_str(), step.url.as_str()), ("POST", "https://api.example.com/users"));
    assert_eq!(header(step, "authorization"), ["Bearer t0k"]);
    assert_eq!(header(step, "content-type"), ["application/json"]);
    assert_eq!(step.body, Body::Text("{\"name\": \"test\", \"id\": {{.Iteration}}}\n".into()));
    assert_eq!((plan.shape.connections, plan.shape.stop.requests), (50, Some(10_000)));
}

#[test]
fn typed_flags_go_before_the_file() {
    let words = [
        "-c",
        "5",
        "-d",
        "10s",
        "-m",
        "put",
        "-b",
        "x",
        "-H",
        "authorization: mine",
        "-H",
        "X-B: 2",
        "--url",
        "localhost:8080",
    ];
    let plan = with_file("blitz.yaml", BLITZ, &words).unwrap().plan;
    let step = &plan.steps[0];
    assert_eq!((step.method.as_str(), step.url.as_str()), ("PUT", "http://localhost:8080/"));
    assert_eq!((&step.body, plan.shape.connections), (&Body::Text("x".into()), 5));
    assert_eq!(plan.shape.stop, Stop { requests: Some(10_000), duration: Some(Duration::from_secs(10)) });
    assert_eq!(header(step, "authorization"), ["mine"]);
    assert_eq!(header(step, "content-type"), ["application/json"]);
    assert_eq!(header(step, "x-b"), ["2"]);

    let open = "url: http://h/\nrate: 100\nhttp: 2\nh2c: true\nunix: /x\nthreshold: [p99<5ms, err<1%]\n";
    let words = ["--stages", "5s:10", "--http", "1.1", "--proxy", "localhost:1", "--threshold", "p99<9ms"];
    let plan = with_file("open.yaml", open, &words).unwrap().plan;
    assert!(matches!(plan.shape.pace, Pace::Open { curve: Curve { ref stages, .. }, .. } if stages.len() == 1));
    assert_eq!((plan.route.protocol, plan.route.unix), (Protocol::Raw, None));
    let thresholds: Vec<&str> = plan.thresholds.iter().map(Threshold::as_str).collect();
    assert_eq!(thresholds, ["err<1%", "p99<9ms"]);
}

const SHOP: &str = "\
url: http://me:pw@h/api/
headers: {X-All: all}
checks: [status<400]
vars:
  order: '{{ uuid() }}'
  limit: 5
data: {users: users.csv}
steps:
  - name: login
    request: {url: login, method: post, body: {name: '{{ users.name }}', age: '{{ users.age }}'}}
    capture: {token: $.token}
    check: [status==200, json $.token]
  - url: /orders/{{ order }}?n={{ limit }}
    headers: {X-All: mine, Authorization: 'Bearer {{ token }}'}
thresholds: ['login:p95<200ms,err<1%']
";

#[test]
fn steps_share_what_stands_above_them() {
    let plan = with_file("shop.yaml", SHOP, &["--check", "time<1s"]).unwrap().plan;
    let [login, order] = plan.steps.as_slice() else { panic!("two steps") };
    assert_eq!(
        (login.name.as_str(), login.url.as_str(), login.method.as_str()),
        ("login", "http://h/api/login", "POST")
    );
    assert_eq!(login.body, Body::Text("{\"name\":{{ users.name | json }},\"age\":{{ users.age | json }}}".into()));
    assert_eq!(header(login, "content-type"), ["application/json"]);
    assert_eq!(header(login, "authorization"), ["Basic bWU6cHc="]);
    assert_eq!(header(login, "x-all"), ["all"]);
    let checks: Vec<&str> = login.checks.iter().map(Check::as_str).collect();
    assert_eq!(checks, ["status<400", "time<1s", "status==200", "json $.token"]);
    assert_eq!((order.name.as_str(), order.url.as_str()), ("step 2", "http://h/orders/{{ order }}?n={{ limit }}"));
    assert_eq!(header(order, "authorization"), ["Bearer {{ token }}"]);
    assert_eq!(header(order, "x-all"), ["mine"]);
    assert_eq!(plan.vars, [("order".to_owned(), json!("{{ uuid() }}")), ("limit".to_owned(), json!(5))]);
    assert_eq!((plan.data[0].name.as_str(), plan.data[0].len()), ("users", 1));
    assert_eq!(plan.thresholds.len(), 2);
}

#[test]
fn a_flag_for_one_request_does_not_fit_several_steps() {
    for (words, says) in [
        (["-m", "PUT"].as_slice(), "--method does not say which of the 2 steps of the plan it is for"),
        (&["-b", "x"], "--body does not say which of the 2 steps of the plan it is for"),
        (&["-d", "x"], "-d with a body does not say which step of the plan it is for"),
    ] {
        assert_eq!(with_file("shop.yaml", SHOP, words).unwrap_err().to_string(), says);
    }
}

#[test]
fn a_plan_is_written_and_read_back() {
    let plan = with_file("shop.yaml", SHOP, &["--seed", "7", "-r", "10"]).unwrap().plan;
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
    let bytes = Body::Bytes(vec![0, 255]);
    assert_eq!(serde_json::to_value(&bytes).unwrap(), json!({ "bytes": "AP8=" }));
    assert_eq!(serde_json::from_value::<Body>(json!({ "bytes": "AP8=" })).unwrap(), bytes);
}

#[test]
fn what_a_report_shows_of_a_plan_has_no_secrets() {
    let words = [
        "--var",
        "api_key=s3cret",
        "--proxy",
        "http://u:s3cret@p:1",
        "-H",
        "X-Api-Key: s3cret",
        "--cookies",
        "a=s3cret",
    ];
    let plan = with_file("shop.yaml", SHOP, &words).unwrap().plan.without_secrets();
    let text = serde_json::to_string(&plan).unwrap();
    assert!(!text.contains("s3cret") && !text.contains("bWU6cHc="), "{text}");
    assert!(text.contains("X-Api-Key") && text.contains("Bearer {{ token }}"), "templates hold no secrets: {text}");
    assert!(plan.data.is_empty(), "rows may be passwords and are many");
}
